/** @type {import('./state.js').Run} what a run is before anything of it has come */
export const emptyRun = {
  ...{ map: null, text: '', last: null },
  ...{ losses: new Float32Array(), heads: [], done: 0, error: null },
};
