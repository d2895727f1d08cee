/** Opens a deck in the view that its address asks for. */
import '../elements/index.js';
import { defineElements } from '../elements/define.js';
import { trustFolder } from '../elements/trusted.js';
import { connectControls } from './controls.js';
import { RopeExercise } from './exercise.js';
import { connectFormulas } from './formula.js';
import { bringLabs } from './labs.js';
import { keepDeck } from './offline.js';
import { RopePoll } from './poll.js';
import { startPrinting, startReading } from './reading.js';
import { revealMarkup } from './reveal-markup.js';
import { settingsOf } from './settings.js';
import { keepLinks, searchFor } from './toolbar.js';

const { view, controls, theme } = settingsOf(new URLSearchParams(location.search), innerWidth);
const site = '../../'; // its folder, from a deck
const page = document.documentElement;
const root = /** @type {HTMLElement} */ (document.querySelector('.deck'));
const nav = /** @type {HTMLElement} */ (document.getElementById('deck-nav'));

const openSpeaker = () =>
  void window.open(
    `${searchFor(location.search, 'speaker') || '?view=speaker'}${location.hash}`,
    'ropescope-speaker',
    'popup,width=1280,height=800',
  );

async function open() {
  trustFolder(site, { createHTML: revealMarkup });
  page.classList.add(view);
  if (theme) page.dataset.theme = theme;
  nav.hidden = !controls || view === 'print';
  defineElements([
    ['rope-poll', RopePoll],
    ['rope-exercise', RopeExercise],
  ]);
  connectControls();
  if (view !== 'print') connectFormulas(root);
  if (view === 'print') startPrinting(root);
  if (view === 'read') startReading(root);
  if (view === 'slides' || view === 'speaker') {
    const { startSlides } = await import('./slides.js');
    const deck = await startSlides(root, { controls, embedded: view === 'speaker', openSpeaker });
    const { followOtherWindows } = await import('./mirror.js');
    followOtherWindows(deck, page.dataset.deck ?? '');
    if (view === 'speaker') (await import('./speaker.js')).showNotes(deck);
  }
  bringLabs(root, page.dataset.deck ?? '', view);
  keepLinks(nav, view);
  page.classList.add('ready');
  keepDeck(root, site);
}

void open();
