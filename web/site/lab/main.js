/** Draws the training lab whenever its state changes. */
import { define } from '../../elements/define.js';
import { byId, draw, drawTheme, followPlaces } from '../frame.js';
import * as app from './app.js';
import { controls, figures } from './view.js';

const redrawMs = 120; // trainings report ten times a second

function status() {
  if (app.failure.value) return 'Stopped';
  if (app.racers.value.length === 0) return 'Starting the engine';
  const phases = app.racers.value.map(({ view }) => view.value.phase);
  if (phases.includes('opening')) return 'Starting the engine';
  if (phases.includes('running')) return 'Training';
  return phases.every((phase) => phase === 'done') ? 'Trained' : 'Ready';
}

define();
followPlaces();
drawTheme(app.state, app.set);
draw(status, byId('status'));
draw(controls, byId('controls'));
draw(figures, byId('figures'), (paint) => setTimeout(paint, redrawMs));
void app.open();
