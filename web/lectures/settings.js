/** How a deck is shown, as its address says it: ?view=read, ?view=speaker, ?print-pdf, ?controls=0, ?theme=dark. */
import { lectures as english } from '../words/en/lectures.js';
import { lectures as chinese } from '../words/zh/lectures.js';

const narrow = 640; // CSS px: below, slides of 1024 px cannot be read

/** @typedef {'slides' | 'speaker' | 'read' | 'print'} View */

/**
 * @param {URLSearchParams} given
 * @param {number} width  of the window, CSS px
 * @returns {{ view: View, controls: boolean, theme: string }}
 */
export function settingsOf(given, width) {
  const views = /** @type {View[]} */ (['slides', 'speaker', 'read']);
  const asked = views.find((view) => view === given.get('view'));
  const otherwise = width < narrow ? 'read' : 'slides';
  const view = given.has('print-pdf') ? 'print' : (asked ?? otherwise);
  const themed = ['light', 'dark'].find((theme) => theme === given.get('theme')) ?? '';
  return {
    view,
    controls: given.get('controls') !== '0',
    theme: view === 'print' ? 'light' : themed, // paper is white, whatever the screen is
  };
}

/** What stands around the slides, in the language of the page. */
export const words = () => (document.documentElement.lang.startsWith('zh') ? chinese : english);
