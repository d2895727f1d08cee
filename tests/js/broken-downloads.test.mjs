// Weights that do not come as they are, from a server that fails in each way: what is said, and that the next try helps.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { blobOf } from '../../web/lib/large-files.js';
import { readInto } from '../../web/lib/read.js';
import { fetchFile } from '../../web/scope/files.js';
import { goldenModel } from './helpers/golden.mjs';

const { folder } = goldenModel('llama-tiny-default');
const whole = readFileSync(new URL('model.safetensors', folder));
const sha256 = createHash('sha256').update(whole).digest('hex');
const flipped = Buffer.from(whole);
flipped[whole.length - 2] ^= 0x40;
const half = whole.subarray(0, whole.length / 2);
const page = '<!doctype html><title>Not found</title>';

/** Sends what comes before the connection breaks. */
const cut = (response, headers) => {
  response.writeHead(200, headers);
  response.write(half, () => setTimeout(() => response.destroy(), 20));
};
const ways = {
  'broken off': (response) => cut(response, { 'content-length': whole.length }),
  'broken off, of a length that nobody told': (response) => cut(response, {}),
  'cut on the server': (response) => response.end(half),
  empty: (response) => response.end(),
  'a page': (response) => response.end(page),
  'a page that says 404': (response) => response.writeHead(404).end(page),
  'one bit is another': (response) => response.end(flipped),
};

/** By path: how the first request is answered; the next one gets the file. */
const failing = new Map();
/** By path: how every request is answered. */
const always = new Map();
const server = createServer((request, response) => {
  const { url } = request;
  if (always.has(url)) return always.get(url)(response, request);
  if (url.endsWith('config.json')) return response.end(readFileSync(new URL('config.json', folder)));
  if (!url.endsWith('model.safetensors')) return response.writeHead(404).end();
  const fail = failing.get(url) ?? ((to) => to.end(whole));
  failing.delete(url);
  return fail(response);
});
let origin;
let engine;
beforeAll(async () => {
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  engine = await createEngine({ workers: 0 });
});
afterAll(async () => {
  await engine.dispose();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const brokeOff = { code: 'load_failed', reason: 'file_broke_off' };
const otherBytes = { code: 'invalid_weights', reason: 'must_have_digest' };

describe('a file whose SHA-256 is known', () => {
  test.each([
    ['broken off', brokeOff],
    ['broken off, of a length that nobody told', brokeOff],
    ['cut on the server', otherBytes],
    ['empty', otherBytes],
    ['a page', { code: 'load_failed', reason: 'file_is_page' }],
    ['a page that says 404', { code: 'load_failed', reason: 'http_status', args: { status: 404 } }],
    ['one bit is another', otherBytes],
  ])('%s: this is said with its address, and the next try gets it', async (way, expected) => {
    const path = `/known/${encodeURIComponent(way)}/model.safetensors`;
    const ask = (options) => fetchFile(origin + path, { sha256, ...options });
    failing.set(path, ways[way]);
    const told = [];
    const error = await ask({ onProgress: (done) => told.push(done) }).catch((each) => each);
    expect(error).toMatchObject({ ...expected, args: { ...expected.args, address: origin + path } });
    expect(error.message).toContain(origin + path);
    if (expected === brokeOff) expect(told).not.toContain(1); // no bar is full of a half
    expect(Buffer.from(await ask()).equals(whole)).toBe(true);
  });
});

describe('a file whose server gives parts', () => {
  const etag = '"1"';
  const ranges = [];
  /** Breaks after so many bytes of each answer, as often as `breaks` says. */
  function serving({ breaks, part = Math.ceil(whole.length / 3), changed = false, ignores = false }) {
    ranges.length = 0;
    return (response, { headers }) => {
      const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
      ranges.push(from);
      const isPart = from > 0 && !ignores;
      const rest = whole.subarray(isPart ? from : 0);
      const version = changed && isPart ? '"2"' : etag;
      const shared = { 'accept-ranges': 'bytes', etag: version, 'content-length': rest.length };
      const range = `bytes ${from}-${whole.length - 1}/${whole.length}`;
      response.writeHead(isPart ? 206 : 200, isPart ? { ...shared, 'content-range': range } : shared);
      if (ranges.length > breaks) return response.end(rest);
      return response.write(rest.subarray(0, part), () => setTimeout(() => response.destroy(), 20));
    };
  }
  const asked = async (how, path) => {
    const answer = serving(how);
    always.set(path, answer);
    const told = [];
    const bytes = await fetchFile(origin + path, { sha256, onProgress: (done) => told.push(done) }).catch((e) => e);
    return { bytes, told };
  };

  test('goes on where it broke, twice', async () => {
    const { bytes, told } = await asked({ breaks: 2 }, '/parts/twice/model.safetensors');
    expect(Buffer.from(bytes).equals(whole)).toBe(true);
    const part = Math.ceil(whole.length / 3);
    expect(ranges).toEqual([0, part, 2 * part]);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.filter((done) => done === 1)).toHaveLength(1);
  });

  test('goes on, too, where the browser keeps the parts', async () => {
    const path = '/parts/kept/model.safetensors';
    always.set(path, serving({ breaks: 2 }));
    const file = await readInto(blobOf, origin + path);
    expect(file).toBeInstanceOf(Blob);
    expect(Buffer.from(await file.arrayBuffer()).equals(whole)).toBe(true);
    expect(ranges).toHaveLength(3);
  });

  test.each([
    ['it breaks each time', { breaks: 9, part: 100 }, [0, 100, 200]],
    ['the file became another meanwhile', { breaks: 1, changed: true, part: 100 }, [0, 100, 100]],
    ['the server begins anew all the same', { breaks: 1, ignores: true, part: 100 }, [0, 100, 100]],
  ])('is refused where %s', async (name, how, expected) => {
    const { bytes: error } = await asked(how, `/parts/${encodeURIComponent(name)}/model.safetensors`);
    expect(error).toMatchObject(brokeOff);
    expect(ranges).toEqual(expected);
  });

  test('is not waited for once the signal fires', async () => {
    const path = '/parts/aborted/model.safetensors';
    always.set(path, serving({ breaks: 9, part: 100 }));
    const stop = new AbortController();
    const onProgress = () => setTimeout(() => stop.abort(), 50);
    const begun = performance.now();
    await expect(fetchFile(origin + path, { signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'aborted',
    });
    expect(performance.now() - begun).toBeLessThan(1500); // less than the pauses
  });
});

describe('a model', () => {
  test.each([
    ['broken off', brokeOff],
    ['broken off, of a length that nobody told', brokeOff],
    ['cut on the server', { code: 'invalid_weights' }],
    ['empty', { code: 'invalid_weights' }],
    ['a page', { code: 'invalid_weights', message: expect.stringContaining('HTML page') }],
    ['a page that says 404', { code: 'load_failed', reason: 'http_status' }],
  ])('%s: is refused, and loads at the next try', async (way, expected) => {
    const at = `/model/${encodeURIComponent(way)}`;
    failing.set(`${at}/model.safetensors`, ways[way]);
    await expect(engine.loadModel(origin + at)).rejects.toMatchObject(expected);
    const model = await engine.loadModel(origin + at);
    expect((await model.forward([1, 2, 3])).logits.length).toBeGreaterThan(0);
    await model.dispose();
  });
});
