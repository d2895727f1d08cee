/** What a hand looks closer at an attention map with: zoom and pan, and the magnified neighbourhood of the crosshair. */
import { loupe } from '../charts/loupe.js';
import { cornerTaken, loupeSize } from '../charts/loupe-size.js';
import { withInsights } from '../words/insights.js';
import { Closer } from './closer.js';

/** @extends {Closer<import('./attention-map.js').RopeAttentionMap>} */
export class MapCloser extends Closer {
  /** @override */
  get place() {
    return this.figure.place;
  }

  /** Classes of the frame. filled: there are cells where a wide map has its magnified neighbourhood; small: buttons have little room. */
  get looks() {
    const { q, k, span } = this.figure.view;
    return `${this.isWhole ? '' : 'near'} ${q - k > 0.15 * span ? 'filled' : ''} ${this.figure.size < 200 ? 'small' : ''}`;
  }

  /** What of the map's corner is not free for words. */
  get taken() {
    const { size, corner, text } = this.figure;
    return cornerTaken(size, corner, typeof text === 'string');
  }

  /** @param {import('../charts/pool.js').Grid} grid  @param {import('../charts/map-view.js').Place} place */
  closeUp(grid, place) {
    const { length, text, lut, gamma, size, shade, corner, closeUp } = this.figure;
    const { radius, cell } = loupeSize(size, typeof text === 'string', size >= corner);
    const options = { map: lut, gamma, cell, radius, ...(shade ? { shade } : {}) };
    return loupe({ map: grid, length, text, place }, options, closeUp);
  }

  /** What a pixel shows where there are fewer than tokens, after another sentence. */
  notice() {
    const { view, pixels, map, length, words } = this.figure;
    const cells = ((view.span / pixels) * (map?.rows ?? 0)) / length;
    const { zoom } = withInsights(words).insights;
    return cells > 1 ? words.parts.together(['', zoom.pixel(Math.ceil(cells))]) : '';
  }
}
