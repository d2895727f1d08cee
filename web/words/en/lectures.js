/** The course: what its page says, and what stands around the slides. What a slide says is in web/lectures, by language. */
import { plural } from '../plural.js';

export const lectures = {
  title: 'The course, lecture by lecture',
  read: 'Reading view',
  slides: 'Slides',
  speaker: 'Speaker view',
  keys: {
    title: 'In front of a class',
    list: [
      'Arrow keys or space turn the slides and step through what a figure shows. While a figure has the focus, its keys are its own: Escape gives them back.',
      'A question is answered before its figure is seen: the keys 1 to 4 count hands, the next step shows the answer.',
      'S opens the speaker view in a window of its own: notes, the time, and both windows in step.',
      'A number in a box within a formula can be changed: type another, or use the keys up and down, and the figure follows.',
      'Every slide has a link. `?view=read` is the article, `?controls=0` hides what is not the slide, `?print-pdf` is for printing.',
    ],
  },
  frame: {
    nav: 'This lecture',
    course: 'All lectures',
    slides: 'Slides',
    read: 'Read',
    speaker: 'Speaker',
  },
  deck: {
    previous: 'Previous slide',
    next: 'Next slide',
    notes: 'Notes',
    comes: 'Next',
    end: 'The end.',
    elapsed: 'Since the start',
    bar: 'Progress',
  },
  formula: { number: (/** @type {string} */ name) => `${name}, which you can change` },
  poll: {
    hands: (/** @type {number} */ count) => plural(count, 'hand'),
    reveal: 'Show what happens',
    right: 'This is what happens',
    keys: 'Keys 1 to 4 count a hand, with Shift they take one back.',
  },
  exercise: {
    answer: 'Your answer',
    check: 'Check',
    right: 'Right.',
    wrong: 'Not yet. Look at the figure once more.',
    number: 'Enter a number.',
    show: 'Show the answer',
    shown: (/** @type {string} */ answer) => `The answer: ${answer}.`,
  },
  decks: {
    extrapolation: {
      title: 'What is length extrapolation?',
      teaches:
        'Train short, test long: what breaks past the training length, the two levers against it, and the two families of methods.',
    },
    rope: {
      title: 'RoPE, and why it fails beyond its training',
      teaches:
        'Rotation and relative position, what long-range decay is and is not, and the angles that training never showed.',
    },
    interpolation: {
      title: 'Position Interpolation',
      teaches:
        'One division keeps every angle familiar. What it costs: neighbours that can no longer be told apart, and a head that needs them.',
    },
    ntk: {
      title: 'NTK-aware scaling',
      teaches: 'Changing only the base; why alpha is set above the ratio, and the trap of a cache.',
    },
    'by-parts': {
      title: 'NTK-by-parts',
      teaches: 'Turns within the trained length decide which pairs are kept, and how alpha and beta are decided.',
    },
    yarn: {
      title: 'YaRN',
      teaches:
        'By parts, and a temperature: how the temperature was fitted, what it does to the entropy, and where the popular account is wrong.',
    },
    'before-training': {
      title: 'Changed before training',
      teaches:
        'ALiBi, KERPLE, XPOS, KeyNorm, HWFA, each on weights of its own, and what became of them: windows with layers that do not rotate, two bases, sinks.',
    },
    maps: {
      title: 'Position maps',
      teaches:
        'ReRoPE, Self-Extend, dual chunk and others pretend distances and keep neighbours exact. What each pretends, costs and finds.',
    },
    evaluation: {
      title: 'How to evaluate',
      teaches:
        'Loss is not use of context: the local-window line, copies, passkeys, what each cannot show, seeds, and our numbers beside published ones.',
    },
    'in-the-wild': {
      title: 'In the wild',
      teaches:
        'Which models use which method, with the numbers of their own files; for and against by family, a way to choose, and what engines make of it.',
    },
    lab: {
      title: 'Lab: train, stretch, explain',
      teaches:
        'A model learns to copy in this tab and is stretched to eight times its rows: two heads explain why each method fails or holds.',
    },
  },
};
