// Files of weights as people have them: each of the reports is one, and what is right was read in the sources it names.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createEngine } from '../../web/lib/index.node.js';
import { characterModel, goldenModel } from '../js/helpers/golden.mjs';
import { joined, parts, sharded } from '../js/helpers/weights.mjs';

const report = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'));
const tiny = goldenModel('llama-tiny-default');
const config = JSON.parse(readFileSync(join(tiny.path, 'config.json'), 'utf8'));
const weights = readFileSync(join(tiny.path, 'model.safetensors'));
const tokens = [3, 1, 4, 1, 5];

let engine;
let folder;
let plain;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weights-'));
  engine = await createEngine({ workers: 0 });
  plain = await logitsOf({ config, weights });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await engine.dispose();
});

async function logitsOf(source) {
  const model = await engine.loadModel(source);
  const { logits } = await model.forward(tokens);
  await model.dispose();
  return logits;
}

/** A folder of files by name. */
function folderOf(name, files) {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

const configFile = { 'config.json': JSON.stringify(config) };
const refusal = (code, message) => ({ code, message: expect.stringMatching(message) });

describe('reports', () => {
  test('16: a Git LFS pointer is called one', async () => {
    const { text } = report('16-lfs-pointer.json');
    await expect(engine.loadModel({ config, weights: Buffer.from(text) })).rejects.toMatchObject(
      refusal('invalid_weights', /Git LFS pointer.*1611944 bytes/),
    );
  });

  test('17: shards are read by their index', async () => {
    expect(report('17-sharded-folder.json').shards).toBe(true);
    const path = folderOf('sharded', { ...configFile, ...sharded(weights, 3) });
    expect(await logitsOf(path)).toEqual(plain);
  });

  test('18: a tensor without elements changes nothing', async () => {
    const { add } = report('18-empty-tensor.json');
    const { entries } = parts(weights);
    for (const places of [
      [...entries, ...add],
      [...add, ...entries],
    ]) {
      const whole = joined(places.map((entry) => ({ data: Buffer.alloc(0), ...entry })));
      expect(await logitsOf({ config, weights: whole })).toEqual(plain);
    }
  });

  test('19: a head that differs from the embedding it is tied to is refused', async () => {
    const { add } = report('19-tied-but-different.json');
    const { entries } = parts(weights);
    const of = entries.find(({ name }) => name === add[0].negated_copy_of);
    const negated = Float32Array.from(new Float32Array(Uint8Array.from(of.data).buffer), (x) => -x);
    const head = { ...of, name: add[0].name, data: Buffer.from(negated.buffer) };
    const whole = joined([...entries.filter(({ name }) => name !== head.name), head]);
    const tied = { config: { ...config, tie_word_embeddings: true }, weights: whole };
    await expect(engine.loadModel(tied)).rejects.toMatchObject(refusal('invalid_weights', /lm_head.*tie_word/));
    expect(await logitsOf({ ...tied, config: { ...config, tie_word_embeddings: false } })).not.toEqual(plain);
  });
});

describe('files that are something else', () => {
  const kinds = [
    ['a page', '\n<!DOCTYPE html><title>Sign in</title>', /HTML page/],
    ["a storage's XML error", '<?xml version="1.0"?><Error/>', /HTML page/],
    ['a PyTorch archive', `PK\x03\x04${'x'.repeat(64)}`, /PyTorch pickle/],
    ['an old PyTorch pickle', `\x80\x02}q\x00${'x'.repeat(64)}`, /PyTorch pickle/],
    ['a GGUF file', `GGUF\x03\x00\x00\x00${'\x00'.repeat(64)}`, /GGUF/],
    ['the index of shards', '{"metadata": {}, "weight_map": {}}', /index.*shards/],
    ['a gzip archive', `\x1f\x8b\x08\x00${'x'.repeat(64)}`, /gzip/],
    ['an HDF5 file', `\x89HDF\r\n\x1a\n${'x'.repeat(64)}`, /HDF5/],
  ];
  test.each(kinds)('%s is called that', async (_, text, message) => {
    const file = Buffer.from(text, 'latin1');
    await expect(engine.loadModel({ config, weights: file })).rejects.toMatchObject(
      refusal('invalid_weights', message),
    );
  });

  test('a config.json that is a page or a pointer is called that', async () => {
    const page = engine.loadModel({ config: '<!doctype html>', weights });
    await expect(page).rejects.toMatchObject(refusal('invalid_json', /HTML page, not JSON/));
    const pointer = engine.inspect(report('16-lfs-pointer.json').text);
    await expect(pointer).rejects.toMatchObject(refusal('invalid_json', /Git LFS pointer, not JSON/));
  });

  test('a folder with other weights, or none, says which it has and what it must have', async () => {
    const bin = folderOf('bin', { ...configFile, 'pytorch_model.bin': 'PK' });
    await expect(engine.loadModel(bin)).rejects.toMatchObject(
      refusal(
        'load_failed',
        /must hold model\.safetensors, or model\.safetensors\.index\.json .* got pytorch_model\.bin/,
      ),
    );
    await expect(engine.loadModel(folderOf('none', configFile))).rejects.toMatchObject(
      refusal('load_failed', /it has no weights/),
    );
  });
});

describe('numbers', () => {
  const retyped = (dtype, data) => {
    const { entries } = parts(weights);
    return joined(entries.map((entry) => (entry.name === 'model.norm.weight' ? { ...entry, dtype, data } : entry)));
  };
  const count = config.hidden_size;

  test('double precision is rounded', async () => {
    const { entries } = parts(weights);
    const { data } = entries.find(({ name }) => name === 'model.norm.weight');
    const doubles = Float64Array.from(new Float32Array(Uint8Array.from(data).buffer), (x) => x * (1 + 1e-12));
    expect(await logitsOf({ config, weights: retyped('F64', Buffer.from(doubles.buffer)) })).toEqual(plain);
  });

  test.each(['F8_E4M3', 'F8_E5M2', 'I8', 'U8', 'F8_E8M0'])('%s is quantized', async (dtype) => {
    const file = retyped(dtype, Buffer.alloc(count));
    await expect(engine.loadModel({ config, weights: file })).rejects.toMatchObject(
      refusal('invalid_weights', new RegExp(`model\\.norm\\.weight.*${dtype}: quantized`)),
    );
  });

  test('packed types of less than a byte are understood where nothing needs them', async () => {
    const spare = { name: 'spare', dtype: 'F4', shape: [3, 2], data: Buffer.alloc(3) };
    expect(await logitsOf({ config, weights: joined([...parts(weights).entries, spare]) })).toEqual(plain);
    const half = joined([...parts(weights).entries, { ...spare, shape: [5], data: Buffer.alloc(2) }]);
    await expect(engine.loadModel({ config, weights: half })).rejects.toMatchObject(
      refusal('invalid_weights', /"spare": F4 of shape \[5\] does not fill its 2 bytes/),
    );
  });

  test('a config that says its weights are quantized is refused by that', async () => {
    const quantized = { ...config, quantization_config: { quant_method: 'gptq', bits: 4 } };
    await expect(engine.loadModel({ config: quantized, weights })).rejects.toMatchObject(
      refusal('unsupported_model', /quantization_config .*quantized \("gptq"\)/),
    );
  });
});

describe('shards', () => {
  const shards = sharded(weights, 3);
  const index = 'model.safetensors.index.json';
  const contents = Object.entries(shards).filter(([name]) => name !== index);

  test('their bytes can be given as a list, in any order', async () => {
    const list = contents.map(([, content]) => content).reverse();
    expect(await logitsOf({ config, weights: list })).toEqual(plain);
  });

  test('one file beside an index wins, as in transformers', async () => {
    const path = folderOf('both', { ...configFile, [index]: '{}', 'model.safetensors': weights });
    expect(await logitsOf(path)).toEqual(plain);
  });

  test('one that is not there is named', async () => {
    const [[lost], ...others] = contents;
    const path = folderOf('lost', { ...configFile, [index]: shards[index], ...Object.fromEntries(others) });
    await expect(engine.loadModel(path)).rejects.toMatchObject(refusal('load_failed', new RegExp(`${lost} could not`)));
    const list = { config, weights: others.map(([, content]) => content) };
    await expect(engine.loadModel(list)).rejects.toMatchObject(
      refusal('invalid_weights', /missing; expected with shape/),
    );
  });

  test('a tensor in two of them is refused', async () => {
    const [[, first], ...others] = contents;
    const list = { config, weights: [first, first, ...others.map(([, content]) => content)] };
    await expect(engine.loadModel(list)).rejects.toMatchObject(refusal('invalid_weights', /lies in two of the files/));
  });

  test('an index that leads out of its folder, or names no files, is refused', async () => {
    const maps = [{ a: '../model.safetensors' }, { a: '/etc/model.safetensors' }, { a: 'x.bin' }, { a: 5 }, {}, 'x'];
    for (const weight_map of maps) {
      const path = folderOf('led', { ...configFile, [index]: JSON.stringify({ weight_map }) });
      await expect(engine.loadModel(path)).rejects.toMatchObject(refusal('invalid_weights', /must have a weight_map/));
    }
  });

  test('files that a visitor picked are read by their names, those of inner folders left out', async () => {
    const files = { ...configFile, ...shards };
    const picked = Object.entries(files).map(([name, content]) => inFolder(new File([content], name), 'model/'));
    const inner = inFolder(new File(['{}'], 'config.json'), 'model/onnx/');
    expect(await logitsOf([inner, ...picked, inner])).toEqual(plain);
    await expect(engine.loadModel(picked.slice(1))).rejects.toMatchObject(
      refusal('load_failed', /the files must hold config\.json/),
    );
    await expect(engine.loadModel(['config.json'])).rejects.toMatchObject(
      refusal('invalid_argument', /source\[0\] must be a File, got "config\.json"/),
    );
  });
});

/** As a browser marks the files of a directory that was picked. */
const inFolder = (file, path) => Object.assign(file, { webkitRelativePath: path + file.name });

describe('a vocabulary of 96', () => {
  const tokenizer = (vocab, merges = []) => JSON.stringify({ model: { type: 'BPE', vocab, merges } });
  const words = Object.fromEntries(Array.from({ length: 96 }, (_, id) => [`w${id}`, id]));
  const beside = (name, files) => {
    const path = join(folder, name);
    cpSync(characterModel, path, { recursive: true });
    return folderOf(name, files) && path;
  };
  const infoOf = async (path) => {
    const model = await engine.loadModel(path);
    const text = await model.encode('Call').catch((error) => error);
    await model.dispose();
    return { tokenizer: model.info.tokenizer, text };
  };

  test('is the characters where nothing or our own tokenizer lies beside it', async () => {
    const { files } = await engine.exportFor(readFileSync(join(characterModel, 'config.json'), 'utf8'), { to: 'hf' });
    for (const path of [characterModel, beside('ours', files)]) {
      expect(await infoOf(path)).toEqual({ tokenizer: 'char96', text: [36, 66, 77, 77] });
    }
  });

  test('is not the characters beside another tokenizer.json', async () => {
    for (const content of [tokenizer({ ...words, C: 95 }), '{"model": 5', '{"model": {"type": "BPE"}}']) {
      const { tokenizer: kind, text } = await infoOf(beside(`file-${content.length}`, { 'tokenizer.json': content }));
      expect(kind).not.toBe('char96');
      expect(text).not.toEqual([36, 66, 77, 77]);
    }
  });

  test.each([
    ['tokenizer_config.json', '{}'],
    ['tokenizer.model', 'x'],
    ['vocab.json', '{}'],
  ])('is ids only beside another %s', async (name, content) => {
    const { tokenizer: kind, text } = await infoOf(beside(`other-${name}-${content.length}`, { [name]: content }));
    expect(kind).toBe('none');
    expect(text).toMatchObject(
      refusal('unsupported_text', new RegExp(`tokenizer of its own \\(${name}\\).*token ids`)),
    );
  });
});
