// An attention map as a picture: ours against plotly's heatmap and the raster of Observable Plot, drawn into the page.
import { heatmap } from '../../../../web/charts/heatmap.js';
import { mapOf, tasks } from '../tasks.mjs';

const modules = new URL('../node_modules/', import.meta.url);

const scripts = ['plotly.js-dist-min/plotly.min.js', 'd3/dist/d3.min.js', '@observablehq/plot/dist/plot.umd.min.js'];

/** Libraries that are read as scripts. @param {string} path */
function loadScript(path) {
  const script = document.createElement('script');
  script.src = new URL(path, modules).href;
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${path} cannot be read`));
    document.head.append(script);
  });
}

/** In an empty box of a window's size. @param {(box: HTMLElement) => unknown} draw */
async function drawn(draw) {
  const box = document.createElement('div');
  Object.assign(box.style, { width: '600px', height: '600px' });
  document.body.replaceChildren(box);
  await draw(box);
  return box.querySelector('canvas, image');
}

const charts = {
  charts: ({ grid }) => drawn((box) => box.append(heatmap(grid, { causal: true }))),
  plotly: ({ views }) =>
    drawn((box) =>
      window.Plotly.newPlot(box, [{ type: 'heatmap', z: views, colorscale: 'Viridis' }], { width: 600, height: 600 }),
    ),
  'observable-plot': ({ grid }) =>
    drawn((box) => {
      const mark = window.Plot.raster(grid.values, { width: grid.cols, height: grid.rows });
      box.append(window.Plot.plot({ width: 600, height: 600, color: { scheme: 'viridis' }, marks: [mark] }));
    }),
};

/** A map, and for plotly its rows: views, no copies. */
function picture(size) {
  const grid = mapOf(size);
  const views = Array.from({ length: size }, (_, i) => grid.values.subarray(i * size, (i + 1) * size));
  return { grid, views };
}

/** @param {object} setting @param {typeof import('../measure.mjs').measureTask} measureTask */
export async function measureHeatmaps(setting, measureTask) {
  for (const path of scripts) await loadScript(path);
  const rows = [];
  for (const task of tasks.heatmap) {
    const given = picture(task.size);
    const small = picture(8);
    const contenders = Object.entries(charts).map(([id, draw]) => ({ id, run: async () => void (await draw(given)) }));
    const check = async ({ id }) => {
      if (!(await charts[id](small))) throw new Error(`${id} draws no picture`);
    };
    rows.push(await measureTask({ task, contenders, check }, setting));
  }
  document.body.replaceChildren();
  return rows;
}
