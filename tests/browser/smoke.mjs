// For each page of the site: its main figure, what a visitor does there, what comes of it, and sentences with numbers that are
// then seen. The functions run in the page, where drawn.mjs and these questions are known, and what is said in its language.

/** What the pages say, by language: names of controls, and patterns of sentences. */
export const sayings = {
  en: {
    ready: 'Ready',
    fine: 'nothing fails',
    add: 'Add a method',
    looks: 'mean distance \\d',
    clock: 'A hand for each pair',
    run: 'Run',
    ran: '3 were run here',
    train: 'Train',
    pause: 'Pause',
    measure: 'Measure',
    tools: 'Save, copy, table, sources',
    loses: 'YaRN: \\d.* beyond',
    other: '中文',
  },
  zh: {
    ready: '就绪',
    fine: '一切正常',
    add: '添加一种方法',
    looks: '平均距离 \\d',
    clock: '每个通道对一根指针',
    run: '运行',
    ran: '3 格已在此运行',
    train: '开始训练',
    pause: '暂停',
    measure: '开始测量',
    tools: '保存、复制、表格、出处',
    loses: 'YaRN 在 \\d.*以外 \\d',
    other: 'English',
  },
};

/** @param {typeof sayings.en} spoken  of the language of the page */
export function askedInPage(spoken) {
  globalThis.spoken = spoken;
  /** Whether one of these texts says it. */
  globalThis.says = (texts, name) => texts.some((text) => new RegExp(spoken[name]).test(text));
  /** Elements by a path of selectors: what follows >>> is looked for in shadow roots, too. */
  globalThis.found = (path) =>
    path.split('>>>').reduce((roots, selector) => roots.flatMap((root) => within(root, selector)), [document]);
  globalThis.said = (path) => found(path).map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
  /** Clicks what is called so. */
  globalThis.press = (name) => {
    const called = ({ textContent }) => textContent.replace(/\s+/g, ' ').trim() === name;
    const control = found('button:enabled:not([aria-disabled=true]), summary').find(called);
    control?.click();
    return control !== undefined;
  };
  globalThis.drawnCount = (path) => found(path).filter(isDrawn).length;
  /** Whether the page has come to the language of its only other button. */
  globalThis.isOther = () => {
    const isChinese = spoken.other === '中文';
    return (
      document.documentElement.lang === (isChinese ? 'zh-Hans' : 'en') &&
      /[\u4e00-\u9fff]/.test(said('h1')[0]) === isChinese
    );
  };
}

/** Of pages that have no line below. */
export const usual = {
  isReady: () => drawnCount('main') > 0 || said('main td').length > 0,
  act: () => press(spoken.other),
  isDone: () => isOther(),
  seen: () => [],
};

const pages = {
  home: {
    hash: '#len=256',
    isReady: () => drawnCount('.live rope-attention-map') === 2,
    act: () => press('1×'),
    isDone: () => says(said('.seen'), 'fine'),
    seen: () => said('.seen'),
  },
  compare: {
    hash: '#len=200&method=rope&method=yarn',
    isReady: () => drawnCount('rope-attention-map') === 2,
    act: () => press(spoken.add),
    isDone: () =>
      drawnCount('rope-attention-map') === 3 &&
      said('rope-attention-map >>> .summary').filter((each) => says([each], 'looks')).length === 3,
    seen: () => said('rope-attention-map >>> .summary'),
  },
  explorer: {
    isReady: () => drawnCount('rope-coverage') > 0,
    act: () => press(spoken.clock),
    isDone: () => drawnCount('rope-clock') > 0 && drawnCount('rope-plot') >= 4,
    seen: () => said('rope-coverage >>> .summary'),
  },
  evaluate: {
    hash: '#lengths=64&tasks=text&samples=1',
    isReady: () => drawnCount('rope-evaluation') > 0,
    act: () => press(spoken.run),
    isDone: () => says(said('p'), 'ran') && said('rope-plot >>> .summary').some((each) => /64/.test(each)),
    seen: () => said('rope-plot >>> .summary'),
  },
  lab: {
    hash: '#seed=4',
    isReady: () => drawnCount('rope-plot') > 0,
    act: () => press(spoken.train),
    isDone: () => document.querySelector('.racer progress').value > 12 && press(spoken.pause),
    seen: () => [...document.querySelector('rope-plot').figure.curves[0].values].slice(1, 3).map(String),
  },
  doctor: {
    isReady: () => drawnCount('rope-doctor') > 0,
    act: () => {
      const [select] = found('rope-doctor >>> select');
      const wanted = [...select.options].find(({ textContent }) => /Qwen3-8B, YaRN/.test(textContent));
      select.value = wanted.value;
      select.dispatchEvent(new Event('change'));
      return true;
    },
    isDone: () => drawnCount('rope-plot') === 1 && said('rope-doctor >>> dl').length > 0,
    seen: () => said('rope-doctor >>> dl'),
  },
  methods: { ...usual, seen: () => said('.lead') },
  accuracy: { ...usual, isReady: () => drawnCount('table') > 0, seen: () => said('.lead, td') },
  reference: { ...usual, isReady: () => said('main h2').length > 5 },
  lectures: { ...usual, isReady: () => said('.course h3').length > 0, seen: () => said('.course h3') },
  speed: {
    ...usual,
    isReady: () => press(spoken.measure),
    act: () => said('main td').length > 0,
    isDone: () => said('main h2').length === 7, // what was measured, in three parts, stands beside what was recorded, in four
  },
  method: {
    file: 'method-yarn.html',
    isReady: () => drawnCount('[data-kind=loss]') === 1 && drawnCount('[data-kind=coverage]') === 1,
    act: () => press(spoken.tools),
    isDone: () =>
      said('[data-kind=loss] rope-tools >>> li a').includes('YaRN') &&
      says(said('[data-kind=loss] >>> .summary'), 'loses'),
    seen: () => said('[data-kind=loss], [data-kind=coverage] >>> .summary'),
  },
};

/** @param {string} id  of a page */
export const smokeOf = (id) => ({ hash: '', ...(pages[id] ?? usual) });
