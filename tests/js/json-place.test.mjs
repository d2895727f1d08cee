import { expect, test } from '@jest/globals';
import { placeOf, placeOfCharacter } from '../../web/elements/json-place.js';
import { zh } from '../../web/words/zh.js';

const text = `{
  "rope_theta": 1e4,
  "rope_scaling": {
    "type": "yarn",
    "factor": 8
  },
  "layer_types": ["full_attention", "sliding_attention"]
}`;
const shown = (place) => place && [place.line, text.slice(place.start, place.end)];

test.each([
  ['rope_theta', 2, '"rope_theta": 1e4'],
  ['rope_scaling.factor', 5, '"factor": 8'],
  ['layer_types[1]', 7, '"sliding_attention"'],
])('%s is found at its line', (path, line, entry) => {
  expect(shown(placeOf(text, path))).toEqual([line, entry]);
});

test('a key that is missing points at what it is missing in, and at nothing where that is the file', () => {
  expect(placeOf(text, 'rope_scaling.original_max_position_embeddings').line).toBe(3);
  expect(placeOf(text, 'hidden_size')).toBeUndefined();
  expect(placeOf(text, '')).toBeUndefined();
  expect(placeOf('', 'rope_theta')).toBeUndefined();
});

test('a text that is no JSON is marked where reading stopped, inside of it', () => {
  const broken = '{\n  "a": 1,,\n}';
  const { start, end, line } = placeOfCharacter(broken, 2, 10);
  expect([line, broken.slice(start, end)]).toEqual([2, ',']);
  expect(placeOfCharacter('{', 1, 2)).toEqual({ line: 1, start: 1, end: 1 });
});

test('what is wrong with a JSON is said in Chinese, too', () => {
  const said = (detail) =>
    zh.say({ reason: 'json_syntax', path: '', args: { detail, line: 3, column: 2 }, message: detail });
  expect(said("syntax error while parsing object separator - unexpected number literal; expected ':'")).toBe(
    "第 3 行第 2 列：这里不该出现 数，应为 ':'",
  );
  expect(said("syntax error while parsing value - invalid literal; last read: 'h'")).toBe(
    "第 3 行第 2 列：不是 JSON 的值，最后读到 'h'",
  );
  expect(said('something new')).toBe('第 3 行第 2 列：something new');
});
