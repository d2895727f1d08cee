// The built pages with a watch in each of them, which collects what they do wrong.
import { readdirSync, readFileSync } from 'node:fs';

/** Stands in every page before its own scripts, and collects what these do wrong. */
const watching = `
globalThis.complaints = [];
const harmless = /^ResizeObserver loop/; // what could not be told in this frame is told in the next
const tell = (what) => harmless.test(what) || complaints.push(String(what));
addEventListener('error', ({ message, target }) => tell(message ?? \`did not load: \${target.src ?? target.href}\`), true);
addEventListener('unhandledrejection', ({ reason }) => tell(reason));
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => tell(\`\${violatedDirective} \${blockedURI}\`));
const { error } = console;
console.error = (...words) => { tell(words.join(' ')); error(...words); };
`;

/** The built pages, each watched, by their paths; nothing is kept for later visits. */
export function watchedPages() {
  const site = new URL('../../dist/site/', import.meta.url);
  const files = readdirSync(site).filter((file) => file.endsWith('.html'));
  const watched = (file) =>
    readFileSync(new URL(file, site), 'utf8').replace(
      '<meta name="viewport"',
      '<script src="./watching.js"></script>$&',
    );
  const html = files.map((file) => [`/${file}`, watched(file)]);
  return { ...Object.fromEntries(html), '/watching.js': watching, '/service-worker.js': '' };
}
