/** At build time: puts what was measured into accuracy.html. */

/** @type {import('vite').Plugin} */
export const accuracyData = {
  name: 'accuracy',
  transformIndexHtml: {
    order: 'post',
    async handler(html, { filename }) {
      if (!filename.endsWith('accuracy.html')) return html;
      const at = (/** @type {string} */ path) => import(new URL(path, import.meta.url).href); // no part of vite's own bundle of its config
      const [{ createEngine }, { measureAll }] = await Promise.all([at('../../lib/index.node.js'), at('./measure.js')]);
      const engine = await createEngine({ workers: 0 });
      const data = JSON.stringify(await measureAll(engine));
      await engine.dispose();
      return html.replace('[[data]]', () => data.replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
    },
  },
};
