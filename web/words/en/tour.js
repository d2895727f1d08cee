/** What the guided tour asks, and what it answers with numbers that the page has just computed. */

/** @typedef {{ trained: number, length: number, factor: number, window: number }} Facts  what is set, lengths in tokens; NaN: not set */
/** @typedef {Record<string, any>} Numbers  that a step measures */

const nats = (/** @type {number} */ loss) => loss.toFixed(2);
const percent = (/** @type {number} */ share) => `${Math.round(100 * share)} %`;

/**
 * @typedef {object} StepWords
 * @property {string} title
 * @property {(facts: Facts) => string} question
 * @property {Record<string, (facts: Facts) => string>} choices  by id
 * @property {(numbers: Numbers, facts: Facts) => string} answer
 * @property {(facts: Facts) => string} why
 */

/** @satisfies {Record<string, StepWords>} */
const steps = {
  past: {
    title: 'Past the trained length',
    question: ({ trained, length }) =>
      `In its training this model never read more than ${trained} characters at once. The figure shows its loss on such a text: how much each character surprises it. Now it reads ${length} characters. What becomes of the loss past ${trained}?`,
    choices: {
      falls: () => 'It goes on falling: there is more to guess from.',
      stays: () => 'It stays where it is: the text gets no harder.',
      rises: () => 'It rises, and stays high.',
    },
    answer: ({ within, beyond }, { trained }) =>
      `The mean loss is ${nats(within)} nats a character up to ${trained}, and ${nats(beyond)} past it: of the probability that the right character got, ${percent(Math.exp(within - beyond))} is left.`,
    why: () => 'The text goes on as before. What is new is where its characters stand.',
  },
  angles: {
    title: 'Which angles are new?',
    question: ({ trained, length }) =>
      `RoPE tells a position by turning pairs of channels, the first pairs fast, the last ones slowly. In colour: the angles that each pair went through in training, up to ${trained} characters. Which pairs meet new angles in a text of ${length}?`,
    choices: {
      fast: () => 'The fast ones: they turn farthest.',
      slow: () => 'The slow ones: they have not been around yet.',
      all: () => 'All of them alike.',
    },
    answer: ({ outside, pairs, full }) =>
      `${outside} of ${pairs} pairs meet new angles, all of them slow ones. The ${full} fast pairs went around at least once in training, and meet none.`,
    why: () =>
      'Who has been around the whole circle has seen every angle on it. The slow pairs are still on their first turn, and what comes next on it the model does not know.',
  },
  squeeze: {
    title: 'Squeeze the positions',
    question: ({ trained, length, factor }) =>
      `Position Interpolation divides every position by ${factor}, so that ${length} characters lie within the ${trained} of the training: in the figure, no pair meets a new angle. The weights stay as they are. How does the model read past ${trained}?`,
    choices: {
      cured: () => 'As well as in training: it knows every angle.',
      between: () => 'Better than under plain RoPE, but not as in training.',
      worse: () => 'Worse than under plain RoPE.',
    },
    answer: ({ first, second, within }, { trained }) =>
      `Past ${trained} it loses ${nats(second)} nats a character, under plain RoPE ${nats(first)}. It fails from the start: up to ${trained} it loses ${nats(within)}.`,
    why: () =>
      'Known angles are not enough. Something that the model relies on is gone, and not only far away. The next step looks for it. (A little training under the new positions brings most of it back; that is how the method is meant.)',
  },
  neighbours: {
    title: 'What the squeeze costs',
    question: ({ factor }) =>
      `A head that looks at the character right before needs neighbours to differ. The figure says how much: by how far the mean cosine falls over the first step. Now every angle between neighbours is ${factor} times smaller. How much of the fall is left?`,
    choices: {
      same: () => 'All of it: the order of the characters is the same.',
      quarter: ({ factor }) => `About one part in ${factor}.`,
      less: ({ factor }) => `Far less than one part in ${factor}.`,
    },
    answer: ({ share, first, second, distance }) =>
      `${percent(share)} of it is left. In the maps, the weight of this head on the character before falls from ${percent(first)} to ${percent(second)}: it looks ${distance.toFixed(1)} characters back, in the mean.`,
    why: ({ factor }) =>
      `Near its top a cosine falls with the square of the angle: ${factor} times less angle, about ${factor ** 2} times less fall. The head still looks for the angles of one step back; they are spread out now, and lie farther away.`,
  },
  pace: {
    title: 'Which pairs should be slowed?',
    question: ({ factor }) =>
      `Position Interpolation divides the pace of all pairs by ${factor}: the flat line. YaRN chooses, by how often a pair turns within the trained length. Which pairs should keep their pace?`,
    choices: {
      slow: () => 'The slow ones, which turn less than once.',
      fast: () => 'The fast ones, which turn many times.',
      none: () => 'None: all positions have to fit in.',
    },
    answer: ({ kept, pairs, blended, interpolated, first, second }, { trained }) =>
      `Of ${pairs} pairs, YaRN lets the ${kept} fastest keep their pace, slows ${blended} in part and the ${interpolated} slowest in full. Past ${trained} it loses ${nats(second)} nats a character, Position Interpolation ${nats(first)}.`,
    why: () =>
      'Fast pairs meet nothing new and tell neighbours apart: they may go on. Slow pairs do meet new angles, and these are squeezed. How many turns are many is a setting of the method.',
  },
  pretend: {
    title: 'Pretended distances',
    question: ({ window, length }) =>
      `ReRoPE slows nothing. Up to a window of ${window} characters, distances are what they are. How far away does the first of ${length} characters seem to be from the last one?`,
    choices: {
      window: () => 'As far as the window reaches.',
      real: () => 'As far as it is.',
      divided: () => 'A fraction of that: long distances are divided.',
    },
    answer: ({ most, first, second }, { trained }) =>
      `No character seems farther away than ${most}. Past ${trained} the model loses ${nats(second)} nats a character, under plain RoPE ${nats(first)}.`,
    why: () =>
      'Every distance was met in training, and near ones are exact. The price: of two characters beyond the window, the model cannot tell which is farther away.',
  },
  use: {
    title: 'A low loss is not use',
    question: ({ trained, length }) =>
      `The loss has a simpler cure: let each character see the last ${trained} and no others. In the figure the window stays as low at ${length} as in training. Now a key is hidden in a text of ${length}, and the model is asked for it at the end. Does it find the key through the window?`,
    choices: {
      always: () => 'Yes, wherever it stands.',
      near: () => 'Only where it stands near the end.',
      never: () => 'No, nowhere.',
    },
    answer: ({ within, beyond, last, before }, { trained, length }) =>
      `The window’s loss is ${nats(within)} at ${trained} and ${nats(beyond)} at ${length}. It finds ${percent(last)} of the keys that stand at the end, and ${percent(before)} of those that stand before.`,
    why: () =>
      'To predict a text, little is needed from far back. A loss that stays low says little of whether a model uses its context: ask it for something that stands there.',
  },
};

export const tour = {
  steps,
  progress: (/** @type {number} */ step, /** @type {number} */ of) => `${step} of ${of}`,
  nav: 'Steps of the tour',
  /** @type {(step: number, title: string, done: boolean) => string} */
  step: (step, title, done) => `Step ${step}, ${title}${done ? ', predicted' : ''}`,
  summary: 'Summary',
  predict: 'What do you expect?',
  check: 'Show what happens',
  held: 'Your prediction held.',
  missed: (/** @type {string} */ expected) => `You expected: “${expected}” That is not what happened.`,
  right: 'what happens',
  own: 'your prediction',
  working: 'The model is at work.',
  back: 'Back',
  next: 'Next',
  skip: 'Skip',
  /** @type {Record<string, string>} by page */
  goOn: {
    compare: 'Go on in Compare with these settings',
    explorer: 'Go on in the Explorer with these settings',
    evaluate: 'Go on in Evaluate with these methods',
  },
  wrongStep: (/** @type {string} */ why) => `${why}; the first step is shown`,
  stored: {
    loss: 'Loss by length, stored results',
    passkey: (/** @type {number} */ length) => `Keys found in ${length} characters, stored results`,
    /** @type {(seeds: number) => string} */
    lead: (seeds) => `Mean over ${seeds} trainings of the same model.`,
    method: 'method',
    depth: (/** @type {number} */ depth) =>
      depth === 0 ? 'at the start' : depth === 1 ? 'at the end' : `at ${percent(depth)}`,
    waiting: 'The stored results are on their way.',
  },
  end: {
    score: (/** @type {number} */ held, /** @type {number} */ made) =>
      made === 0 ? 'You have predicted nothing yet.' : `${held} of your ${made} predictions held.`,
    open: 'not predicted yet',
    held: 'held',
    missed: 'did not hold',
    again: 'Start again',
    on: 'From here',
    /** @type {Record<string, string>} by page */
    doors: {
      compare: 'Put methods of your choice side by side',
      methods: 'Read what each method does, and what it costs',
      lab: 'Train a model yourself, and stretch it',
    },
  },
};
