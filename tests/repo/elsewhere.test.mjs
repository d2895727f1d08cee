// What headers of methods remark on other software under the same name is said in every language.
import { expect, test } from '@jest/globals';
import { en } from '../../web/words/en.js';
import { elsewhere } from '../../web/words/zh/elsewhere.js';
import { zh } from '../../web/words/zh.js';
import { repositoryFiles, textOf } from './files.mjs';

const headers = repositoryFiles().filter((path) => /^cpp\/position\/\w+\/\w+\.hpp$/.test(path));
const remark = { engine: 'llama.cpp', text: 'Always truncates' };

test('all of it is said in Chinese, and nothing that is gone', () => {
  const remarked = headers.map(textOf).flatMap((text) => {
    const [, id] = text.match(/\.id = "(\w+)"/) ?? [];
    return [...text.matchAll(/Elsewhere\{\s*"([^"]+)"/g)].map(([, engine]) => `${id}: ${engine}`);
  });
  expect(remarked.length).toBeGreaterThan(40);
  expect(Object.keys(elsewhere).sort()).toEqual(remarked.sort());
});

test('it is the same whether a page asks by method and engine or the engine says it', () => {
  const chinese = elsewhere['yarn: llama.cpp'];
  expect(chinese).toMatch(/[\u4e00-\u9fff]/);
  expect(zh.elsewhere('yarn', remark)).toEqual({ engine: 'llama.cpp', text: chinese });
  expect(zh.say({ reason: 'elsewhere_says', path: 'yarn', args: remark, message: '' })).toBe(chinese);
  expect(zh.elsewhere('drope', { engine: 'the authors', text: '' }).engine).toBe('原作者');
  expect(en.elsewhere('yarn', remark)).toEqual(remark);
});
