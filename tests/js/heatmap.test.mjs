import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, inflateSync } from 'node:zlib';
import { beforeAll, expect, test } from '@jest/globals';
import { lut } from '../../web/charts/colormap.js';
import { createEngine } from '../../web/lib/index.node.js';
import { ropescope } from './helpers/cli.mjs';
import { characterModel } from './helpers/golden.mjs';

const text = 'the white whale, the white whale, the white whale. '.repeat(5);
const folder = mkdtempSync(join(tmpdir(), 'ropescope-'));
const textFile = join(folder, 'text.txt');

let map;
beforeAll(async () => {
  writeFileSync(textFile, text);
  const engine = await createEngine();
  const model = await engine.loadModel(characterModel);
  const capture = { layers: [2], heads: [3] };
  map = (await model.forward(text, { method: 'yarn', logits: 'none', capture })).attentions[0];
  await engine.dispose();
});

/** @param {string} file */
async function draw(file, ...more) {
  const path = join(folder, file);
  const input = ['--model', characterModel, '--text', textFile, '--method', 'yarn'];
  const { status, stderr } = await ropescope(['heatmap', ...input, '--layer', '2', '--head', '3', '-o', path, ...more]);
  expect([status, stderr]).toEqual([0, '']);
  return readFileSync(path);
}

/** Width, height and pixels of an 8-bit RGB file without filters. */
function decodePng(bytes) {
  expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = {};
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    chunks[named.toString('latin1', 0, 4)] = named.subarray(4);
    at += length + 12;
  }
  const [width, height] = [chunks.IHDR.readUInt32BE(0), chunks.IHDR.readUInt32BE(4)];
  expect([...chunks.IHDR.subarray(8)]).toEqual([8, 2, 0, 0, 0]);
  const lines = inflateSync(chunks.IDAT);
  const stride = 3 * width + 1;
  const rows = Array.from({ length: height }, (_, i) => lines.subarray(i * stride, (i + 1) * stride));
  expect(rows.every((row) => row[0] === 0)).toBe(true);
  return { width, height, rgb: rows.map((row) => row.subarray(1)) };
}

test('a PNG has one pixel a cell, coloured by the weight to the power 0.4', async () => {
  const { width, height, rgb } = decodePng(await draw('map.png'));
  expect([width, height]).toEqual([text.length, text.length]);
  const wrong = Array.from(map.values).filter((weight, i) => {
    const entry = 3 * Math.round(255 * weight ** 0.4);
    const pixel = rgb[Math.floor(i / width)].subarray(3 * (i % width), 3 * (i % width) + 3);
    return !lut.viridis.subarray(entry, entry + 3).every((channel, j) => channel === pixel[j]);
  });
  expect(wrong).toHaveLength(0);
  expect(new Set(rgb[200]).size).toBeGreaterThan(20); // not one flat colour
});

test('--size pools by maximum', async () => {
  const { width, height } = decodePng(await draw('small.png', '--size', '32'));
  expect([width, height]).toEqual([32, 32]);
});

test('a CSV holds the numbers themselves', async () => {
  const rows = (await draw('map.csv')).toString().trim().split('\n');
  expect(rows).toHaveLength(text.length);
  expect(new Float32Array(rows.flatMap((row) => row.split(',').map(Number)))).toEqual(map.values);
});

test('an SVG names the method, the head, both axes and the training length', async () => {
  const svg = (await draw('map.svg')).toString();
  expect(svg).toContain('yarn: layer 2, head 3, 255 tokens');
  expect(svg).toContain('key, token index');
  expect(svg).toContain('query, token index');
  expect(svg).toContain('trained on 128 tokens');
  const png = Buffer.from(svg.match(/data:image\/png;base64,([^"]+)"/)[1], 'base64');
  expect(decodePng(png).width).toBe(text.length);
});
