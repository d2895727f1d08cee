/** Text in which `backticks` mark code. */
import { html } from 'lit';

/** @param {string} text */
export const coded = (text) => text.split('`').map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`));

/** The same where nothing can be marked. @param {string} text */
export const plain = (text) => text.replaceAll('`', '');
