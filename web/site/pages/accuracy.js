/** How far the engine is from the references that it is tested against, as the build measured it. */
import { html } from 'lit';
import { short } from '../../charts/svg.js';
import { accuracy as en } from '../../words/en/accuracy.js';
import { accuracy as zh } from '../../words/zh/accuracy.js';
import { byId, draw, drawFrame } from '../frame.js';
import { createFrameState } from '../frame-state.js';
import { spoken } from '../language.js';
import { tableSection } from '../table.js';
import '../methods/methods.css';

/** @type {import('../accuracy/measure.js').Accuracy} */
const { measured, tested } = JSON.parse(byId('figures').dataset.measured ?? '');
const { state, set } = createFrameState();
const said = () => (spoken().id === 'zh' ? zh : en);

function body() {
  const words = said();
  const count = (/** @type {number} */ number) => number.toLocaleString('en');
  const largest = Math.max(...measured.flatMap(({ frequency, factor }) => [frequency, factor]));
  const numbers = measured.reduce((sum, each) => sum + each.numbers, 0);
  const configs = measured.map((each) => [
    html`<code>${each.id}</code>`,
    html`<cite>${each.source}</cite>`,
    count(each.cases - each.refused),
    count(each.refused),
    count(each.numbers),
    short(each.frequency),
    short(each.factor),
  ]);
  const others = tested.map(({ id, source, cases }) => [
    html`<code>${id}</code>`,
    html`<cite>${source}</cite>`,
    count(cases),
  ]);
  return html`<p class="lead">${words.summary(count(numbers), short(largest))}</p>
    ${tableSection('measured', words.measured, configs, 'numbers')} ${tableSection('tested', words.tested, others, 'methods')}`;
}

drawFrame(state, set);
draw(() => spoken().settings.status.ready, byId('status'));
draw(body, byId('figures'));
