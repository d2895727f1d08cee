// For each page of the site: its main figure, what a visitor does there, what comes of it, and sentences with numbers that are
// then seen. The functions run in the page, where drawn.mjs and these questions are known.

export function askedInPage() {
  /** Elements by a path of selectors: what follows >>> is looked for in shadow roots, too. */
  globalThis.found = (path) =>
    path.split('>>>').reduce((roots, selector) => roots.flatMap((root) => within(root, selector)), [document]);
  globalThis.said = (path) => found(path).map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
  /** Clicks what is called so. */
  globalThis.press = (name) => {
    const called = ({ textContent }) => textContent.replace(/\s+/g, ' ').trim() === name;
    const control = found('button:enabled, summary').find(called);
    control?.click();
    return control !== undefined;
  };
  globalThis.drawnCount = (path) => found(path).filter(isDrawn).length;
  globalThis.isChinese = () => document.documentElement.lang === 'zh-Hans' && /[\u4e00-\u9fff]/.test(said('h1')[0]);
}

/** Of pages that have no line below. */
export const usual = {
  isReady: () => drawnCount('main') > 0 || said('main td').length > 0,
  act: () => press('中文'),
  isDone: () => isChinese(),
  seen: () => [],
};

const pages = {
  home: {
    hash: '#len=256',
    isReady: () => drawnCount('.live rope-attention-map') === 2,
    act: () => press('1×'),
    isDone: () => /nothing fails/.test(said('.seen')[0]),
    seen: () => said('.seen'),
  },
  compare: {
    hash: '#len=200&method=rope&method=yarn',
    isReady: () => drawnCount('rope-attention-map') === 2,
    act: () => press('Add a method'),
    isDone: () =>
      drawnCount('rope-attention-map') === 3 &&
      said('rope-attention-map >>> .summary').filter((each) => /mean distance \d/.test(each)).length === 3,
    seen: () => said('rope-attention-map >>> .summary'),
  },
  explorer: {
    isReady: () => drawnCount('rope-coverage') > 0,
    act: () => press('A hand for each pair'),
    isDone: () => drawnCount('rope-clock') > 0 && drawnCount('rope-plot') >= 4,
    seen: () => said('rope-coverage >>> .summary'),
  },
  evaluate: {
    hash: '#lengths=64&tasks=text&samples=1',
    isReady: () => drawnCount('rope-evaluation') > 0,
    act: () => press('Run'),
    isDone: () =>
      said('p').some((each) => /3 were run here/.test(each)) &&
      said('rope-plot >>> .summary').some((each) => /64/.test(each)),
    seen: () => said('rope-plot >>> .summary'),
  },
  lab: {
    hash: '#seed=4',
    isReady: () => drawnCount('rope-plot') > 0,
    act: () => press('Train'),
    isDone: () => document.querySelector('.racer progress').value > 12 && press('Pause'),
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
    isReady: () => press('Measure'),
    act: () => said('main td').length > 0,
    isDone: () => said('main h2').length === 7, // what was measured, in three parts, stands beside what was recorded, in four
  },
  method: {
    file: 'method-yarn.html',
    isReady: () => drawnCount('[data-kind=loss]') === 1 && drawnCount('[data-kind=coverage]') === 1,
    act: () => press('Save, copy, table, sources'),
    isDone: () =>
      said('[data-kind=loss] rope-tools >>> li a').includes('YaRN') &&
      said('[data-kind=loss] >>> .summary').some((each) => /YaRN: \d.* beyond/.test(each)),
    seen: () => said('[data-kind=loss], [data-kind=coverage] >>> .summary'),
  },
};

/** @param {string} id  of a page */
export const smokeOf = (id) => ({ hash: '', ...(pages[id] ?? usual) });
