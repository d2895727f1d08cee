// A static server over a folder, as any host would serve it.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const folderOf = (path) => new URL(path, new URL('../../', import.meta.url)).pathname;
const types = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * @param {string} [path]  from the root of the repository, or whole
 * @param {Record<string, string>} [pages]  HTML by pathname, in place of files
 * @param {Record<string, string>} [headers]  of every answer, beside type and length
 * @returns {Promise<{ address: string, close: () => Promise<void> }>}
 */
export async function serve(path = 'dist/site/', pages = {}, headers = {}) {
  const folder = folderOf(path);
  const server = createServer(async ({ url }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    try {
      const body = Object.hasOwn(pages, pathname) ? Buffer.from(pages[pathname]) : await readFile(file);
      const type = types[extname(file)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-length': body.length, ...headers });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}
