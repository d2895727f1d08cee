/** At build time: puts what the engine and the files of the repository answer into the pages that state it. */

/** @type {Record<string, { script: string, measured: string }>} by file: the script that measures, and its export */
const measuring = {
  'accuracy.html': { script: './accuracy/measure.js', measured: 'measureAll' },
  'about.html': { script: './about/measure.js', measured: 'measureSite' },
};

/** @type {import('vite').Plugin} */
export const pageData = {
  name: 'page-data',
  transformIndexHtml: {
    order: 'post',
    async handler(html, { filename }) {
      const of = measuring[filename.split('/').at(-1) ?? ''];
      if (!of) return html;
      const at = (/** @type {string} */ path) => import(new URL(path, import.meta.url).href); // no part of vite's own bundle of its config
      const [{ createEngine }, script] = await Promise.all([at('../lib/index.node.js'), at(of.script)]);
      const engine = await createEngine({ workers: 0 });
      const data = JSON.stringify(await script[of.measured](engine));
      await engine.dispose();
      return html.replace('[[data]]', () => data.replaceAll('&', '&amp;').replaceAll('"', '&quot;'));
    },
  },
};
