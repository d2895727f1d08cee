/** The links around the slides: to the other view and the other language, at the same slide, with what else the address holds. */

/**
 * @param {string} search  of the address
 * @param {string | undefined} view  that a link leads to; '' = the one that is shown
 */
export function searchFor(search, view) {
  const given = new URLSearchParams(search);
  if (view) {
    given.delete('print-pdf');
    given.set('view', view);
  }
  const text = given.toString();
  return text && `?${text}`;
}

/** Slides are named #/id, as reveal.js does; in an article they are named #id. @param {string} hash  @param {boolean} slides */
export const hashFor = (hash, slides) => {
  const id = hash.replace(/^#\/?/, '');
  return id && (slides ? `#/${id}` : `#${id}`);
};

/** @param {HTMLElement} nav  @param {string} view  that is shown */
export function keepLinks(nav, view) {
  const follow = () => {
    for (const link of nav.querySelectorAll('a[data-view]')) {
      if (!(link instanceof HTMLAnchorElement)) continue;
      const to = link.dataset.view || view;
      link.search = searchFor(location.search, link.dataset.view);
      link.hash = hashFor(location.hash, to !== 'read');
      if (link.dataset.view === view) link.setAttribute('aria-current', 'page');
    }
  };
  follow();
  addEventListener('hashchange', follow);
  nav.addEventListener('pointerover', follow); // reveal.js replaces the address without a word
  nav.addEventListener('focusin', follow);
}
