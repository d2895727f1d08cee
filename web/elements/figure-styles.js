/**
 * Styles of <rope-figure> itself: columns side by side, and their names. How a stranger's page sets its text, in capitals or
 * centred, is not handed down; `ground` says whether the figure stands on a dark one.
 */
import { css } from './css.js';

export const figureStyles = css`
  :host {
    display: block;
    min-width: 0;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    letter-spacing: normal;
    word-spacing: normal;
    white-space: normal;
  }
  @media not print {
    :host([ground='light']) {
      color-scheme: light;
    }
    :host([ground='dark']) {
      color-scheme: dark;
    }
  }
  :host([theme='light']) {
    color-scheme: light;
  }
  :host([theme='dark']) {
    color-scheme: dark;
  }
  .columns {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), var(--column-width, 1fr)));
    gap: 1rem 1.5rem;
  }
  .columns > div {
    min-width: 0;
  }
  .name {
    display: flex;
    align-items: baseline;
    gap: 0.5rem;
    margin: 0 0 0.4rem;
    font-weight: 600;
  }
  .of {
    margin: 0.6rem 0 0.4rem;
    font-weight: 600;
  }
  rope-plot + .of {
    margin-top: 1.2rem;
  }
  .swatch {
    flex: none;
    width: 0.7rem;
    height: 0.7rem;
    border-radius: 2px;
  }
  .cards > * + * {
    margin-top: 0.8rem;
  }
  .retry {
    margin-inline-start: 0.5rem;
  }
`;
