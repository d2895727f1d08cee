/** What every page of the site has. */

export const frame = {
  language: 'Language',
  themes: { '': 'System', light: 'Light', dark: 'Dark' },
  theme: (/** @type {string} */ now, /** @type {string} */ next) => `Colours: ${now}. Switch to ${next}`,
  starting: 'Starting',
  copied: 'Copied',
  addressToCopy: 'Address of this view, to copy',
};
