// The model that comes with the package is the one that was published, byte for byte, or the name is refused.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { held, modelNamed } from '../../web/lib/named-models.js';

const readBytes = async (address) => new Uint8Array(readFileSync(new URL(address)));
const files = Object.entries(held).flatMap(([name, each]) => Object.keys(each).map((file) => ({ name, file })));

describe.each(files)('$file of $name', ({ name, file }) => {
  const { url, sha256 } = held[name][file];
  const read = (change) => modelNamed(name, async (address) => change(await readBytes(address))).read(file);

  test('has the digest that is compared', () => {
    expect(createHash('sha256').update(readFileSync(url())).digest('hex')).toBe(sha256);
  });

  test('comes as it is', async () => {
    expect(Buffer.from(await read((bytes) => bytes)).equals(readFileSync(url()))).toBe(true);
  });

  test.each([
    ['one bit of it is another', (bytes) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1] ^ 1), /SHA-256/],
    ['its end is missing', (bytes) => bytes.subarray(0, -1), /SHA-256/],
    ['a page came in its place', () => new TextEncoder().encode('<!doctype html><title>Home</title>'), /HTML page/],
  ])('is refused where %s', async (_, change, message) => {
    await expect(read(change)).rejects.toMatchObject({
      code: 'load_failed',
      reason: 'model_left_behind',
      message: expect.stringMatching(message),
    });
  });
});
