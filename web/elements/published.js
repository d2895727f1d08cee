/// <reference types="vite/client" />
/** Where what others load is published: the script of all elements, and the page that shows one figure in a frame. */

const near = import.meta.env?.ELEMENTS; // from the scripts of the site and of its lectures; the elements' own build has no other place

/** The folder of elements.js and embed.html. */
export const elementsFolder = new URL(near ?? './', import.meta.url).href;

/** Whether it is there: a bundler puts the elements among the scripts of a page. */
export async function arePublished() {
  if (near) return true;
  return fetch(`${elementsFolder}embed.html`, { method: 'HEAD' }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The folder of the site, where it is known that the elements lie in one. */
export const siteFolder = near ? new URL('../', elementsFolder).href : null;

/** The page of the site on which a figure is at home, by kind. */
export const pageOfKind = /** @type {Record<string, string>} */ ({
  ...{ attention: 'compare', heads: 'compare', reading: 'compare', loss: 'compare', numbers: 'compare' },
  ...{ 'attention-difference': 'compare', 'head-labels': 'compare', cell: 'compare' },
  ...{ entropy: 'compare', rank: 'compare' },
  ...{ coverage: 'explorer', distance: 'explorer', resolution: 'explorer', wavelength: 'explorer', decay: 'explorer' },
  ...{ bias: 'explorer', encoding: 'explorer', 'encoding-difference': 'explorer', clock: 'explorer' },
  ...{ 'position-map': 'explorer', ramp: 'explorer', cache: 'explorer', sharpness: 'explorer', cost: 'explorer' },
  ...{ evaluation: 'evaluate', passkey: 'evaluate' },
});
