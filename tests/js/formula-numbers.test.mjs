// Numbers of a formula on a slide: what they are in a scope's columns, and the columns with others.
import { beforeAll, describe, expect, test } from '@jest/globals';
import { numbersIn, patternOf, withNumbers } from '../../web/lectures/formula-numbers.js';
import { createEngine } from '../../web/lib/index.node.js';
import { readColumn, writeColumn } from '../../web/scope/column-text.js';

let catalog;
beforeAll(async () => {
  const engine = await createEngine({ workers: 0 });
  catalog = await engine.methods();
  await engine.dispose();
});

describe('numbers of a formula', () => {
  const columnsOf = (text) => text.split(' ').map(readColumn);
  const textOf = (columns) => columns.map(writeColumn).join(' ');
  const byParts = patternOf('ntk_by_parts;factor:{s};beta_slow:{α};beta_fast:{β}');
  const both = patternOf('rope linear;factor:{s}');

  test('are what the columns say, and the usual ones where they say nothing', () => {
    const { default: slow } = catalog
      .find(({ id }) => id === 'ntk_by_parts')
      .params.find(({ key }) => key === 'beta_slow');
    const shown = columnsOf('rope ntk_by_parts;factor:4;beta_fast:8 linear;factor:2');
    expect(numbersIn(shown, byParts, catalog)).toEqual({ s: 4, α: slow, β: 8 });
    expect(numbersIn(columnsOf('rope'), both, catalog)).toEqual({});
    expect(numbersIn(columnsOf('linear;factor:2 rope'), both, catalog)).toEqual({});
  });

  test('are written where the methods stand, and what stands beside them stays', () => {
    const shown = columnsOf('rope linear;factor:4 yarn;factor:4');
    expect(textOf(withNumbers(shown, both, { s: 2.5 }))).toBe('rope linear;factor:2.5 yarn;factor:4');
    const behind = columnsOf('rope ntk_by_parts;factor:4;beta_fast:8');
    expect(textOf(withNumbers(behind, byParts, { s: 2, α: 1, β: 16 }))).toBe(
      'rope ntk_by_parts;factor:2;beta_fast:16;beta_slow:1',
    );
  });

  test('bring the methods of the formula where a step has not shown them yet', () => {
    expect(textOf(withNumbers(columnsOf('rope'), both, { s: 8 }))).toBe('rope linear;factor:8');
    const one = patternOf('rope linear;factor:{α} ntk_aware;alpha:{α}');
    expect(textOf(withNumbers(columnsOf('rope linear;factor:4'), one, { α: 8 }))).toBe(
      'rope linear;factor:8 ntk_aware;alpha:8',
    );
  });
});
