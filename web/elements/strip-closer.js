/** What a hand looks closer at a strip of positions with: the part of the keys of the maps beside it, whose queries move as far. */
import { withInsights } from '../words/insights.js';
import { Closer } from './closer.js';

/** @extends {Closer<import('./encoding.js').RopeEncoding>} */
export class StripCloser extends Closer {
  /** @override */
  get words() {
    const { zoom, strip } = withInsights(this.figure.words).insights;
    return { ...zoom, ...strip.zoom };
  }

  /** A strip has one axis of tokens: both of the maps move alike. @override @param {{ clientX: number, clientY: number }} event */
  pointOf(event) {
    const { x } = super.pointOf(event);
    return { x, y: x };
  }

  /** @override */
  get place() {
    const { place } = this.figure;
    return place && this.at(place.token);
  }

  /** The place in the maps that stands for a position. @param {number} token */
  at(token) {
    const { q, k } = this.figure.view;
    return { q: token + q - k, k: token };
  }
}
