/** Draws the training lab whenever its state changes. */
import { defineElements } from '../../elements/define.js';
import { RopeHeatmapGrid } from '../../elements/heatmap-grid.js';
import { labStyles } from '../../elements/lab/styles.js';
import { RopePlot } from '../../elements/plot.js';
import { byId, draw, drawFrame } from '../frame.js';
import * as app from './app.js';
import { controls, figures } from './view.js';
import { labWords } from './words.js';

const redrawMs = 120; // trainings report ten times a second

function status() {
  const words = labWords().status;
  if (app.lab.failure.value) return words.stopped;
  if (app.lab.racers.value.length === 0) return words.starting;
  const phases = app.lab.racers.value.map(({ view }) => view.value.phase);
  if (phases.includes('opening')) return words.starting;
  if (phases.includes('running')) return words.training;
  return phases.every((phase) => phase === 'done') ? words.trained : words.ready;
}

defineElements([
  ['rope-heatmap-grid', RopeHeatmapGrid],
  ['rope-plot', RopePlot],
]);
const { styleSheet } = labStyles;
if (styleSheet) document.adoptedStyleSheets.push(styleSheet);
drawFrame(app.state, app.set, { stands: () => app.lab.racers.value.length > 0 });
draw(status, byId('status'));
draw(controls, byId('controls'));
draw(figures, byId('figures'), (paint) => setTimeout(paint, redrawMs));
void app.open();
