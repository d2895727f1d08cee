// Files that a page fetched once stay; one that came broken does not.
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fetchJson, fetchText } from '../../web/scope/files.js';

let server;
let asked = 0;
let body = '';
const address = (name) => `http://127.0.0.1:${server.address().port}/${name}`;

beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1;
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

test('a file is fetched once', async () => {
  body = '{"a":1}';
  asked = 0;
  expect(await fetchText(address('once.json'))).toBe(body);
  expect(await fetchJson(address('once.json'))).toEqual({ a: 1 });
  expect(asked).toBe(1);
});

test('half a file of JSON is refused by its address, and fetched anew by who tries again', async () => {
  body = '{"a":';
  asked = 0;
  const broken = { code: 'load_failed', reason: 'file_unreadable', args: { address: address('half.json') } };
  await expect(fetchJson(address('half.json'))).rejects.toMatchObject(broken);
  body = '{"a":1}';
  expect(await fetchJson(address('half.json'))).toEqual({ a: 1 });
  expect(asked).toBe(2);
});
