// Plans of a scope's columns: asked for as often as a column changes, and no oftener.
import { expect, test } from '@jest/globals';
import { signal } from '@preact/signals-core';
import { watchPlans } from '../../web/scope/plans.js';

const turns = () => new Promise((resolve) => setTimeout(resolve, 5));

function watched() {
  const asked = [];
  const scope = {
    specs: signal([[{ id: 'rope' }], [{ id: 'yarn', params: { factor: 4 } }]]),
    length: signal(512),
    planLayer: signal(0),
    planned: signal([]),
    patience: { mapsShown: async () => {} },
    blame: ({ message }) => message,
  };
  const weights = {
    async plan([{ id, params }], { seqLen }) {
      asked.push(`${id} ${params?.factor ?? ''} ${seqLen}`);
      if (params?.factor < 1) throw new Error('below 1');
      return { inv_freq: [1], id, seqLen };
    },
    explain: async () => ({ pairs: [] }),
  };
  const end = watchPlans(scope, weights, new AbortController().signal);
  return { scope, asked, end };
}

test('a column that stands is asked for once, while another one changes', async () => {
  const { scope, asked, end } = watched();
  await turns();
  const [rope] = scope.planned.value;
  for (const factor of [5, 6]) {
    scope.specs.value = [[{ id: 'rope' }], [{ id: 'yarn', params: { factor } }]];
    await turns();
  }
  expect(asked).toEqual(['rope  512', 'yarn 4 512', 'yarn 5 512', 'yarn 6 512']);
  expect(scope.planned.value.map(({ plan }) => plan.id)).toEqual(['rope', 'yarn']);
  expect(scope.planned.value[0]).toBe(rope);
  end();
});

test('another length asks for all, and what is refused leaves the others alone', async () => {
  const { scope, asked, end } = watched();
  await turns();
  scope.length.value = 256;
  await turns();
  expect(asked.slice(2)).toEqual(['rope  256', 'yarn 4 256']);
  scope.specs.value = [[{ id: 'rope' }], [{ id: 'yarn', params: { factor: 0.5 } }]];
  await turns();
  expect(scope.planned.value.map(({ plan, error }) => plan?.id ?? error)).toEqual(['rope', 'below 1']);
  end();
});
