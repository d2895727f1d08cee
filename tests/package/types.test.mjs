// The types of the package as strangers' compilers read them: every public one can be named, in each way of resolving modules.

import { fileURLToPath } from 'node:url';
import { expect, jest, test } from '@jest/globals';
import { command, installAlone, project } from '../hosts/workplace.mjs';

jest.setTimeout(120_000);
const place = fileURLToPath(new URL('../../build/package-types', import.meta.url));
const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

const named = [
  ...['AttentionMap', 'AttentionOptions', 'CacheKind', 'CaptureOptions', 'Engine', 'EngineOptions', 'ErrorCode'],
  ...['EvaluateOptions', 'Evaluation', 'Explanation', 'Export', 'ExportOptions', 'ForwardOptions', 'ForwardResult'],
  ...[
    'GenerateOptions',
    'GenerateResult',
    'Inspection',
    'MapRank',
    'MethodChoice',
    'MethodInfo',
    'MethodSpec',
    'Model',
  ],
  ...['ModelInfo', 'ModelSource', 'Note', 'ParamInfo', 'Plan', 'PlanOptions', 'RopeConfig', 'RotateOptions', 'Runtime'],
  ...['TaskInfo', 'Tokenizer', 'TrainOptions', 'Training', 'Where'],
];

const program = (extension) => `
import type { ${named.join(', ')} } from 'ropescope${extension}';
import { createEngine, RopescopeError, version } from 'ropescope${extension}';
import { inspect, exportFor } from 'ropescope/config';
import { createKernels, type Floats, type Kernels } from 'ropescope/kernels';
import { heatmap, lineSvg } from 'ropescope/charts';
import 'ropescope/elements';

export async function use(options: EngineOptions): Promise<[MethodInfo[], Plan, Where, string]> {
  await using engine: Engine = await createEngine(options);
  await using model: Model = await engine.loadModel('rope-l128');
  const { attentions }: ForwardResult = await model.forward('a', { capture: { layers: [0] } });
  document.body.append(heatmap(attentions[0]!, {}));
  const figure = document.createElement('rope-figure');
  const csv: string = await figure.toCSV();
  const inspection: Inspection = await inspect({ model_type: 'llama' });
  const written: Export = await exportFor({}, { to: 'vllm', method: 'yarn' });
  const code: ErrorCode = new RopescopeError('aborted', version).code;
  const kernels: Kernels = await createKernels();
  using inside = kernels.floats(8);
  const turned: Floats = kernels.rotate(inside, { shape: [1, 1, 8], inv_freq: [1] });
  kernels.softmax(turned, 8);
  // @ts-expect-error: no such option
  await createEngine({ worker: 1 });
  // @ts-expect-error: no such code
  if (code === 'nonsense') throw new Error(inspection.method + written.to + csv);
  return [await engine.methods(), await engine.plan('rope', { rope: { head_dim: 8, original_max_position_embeddings: 4 }, seqLen: 4 }), engine.where, lineSvg.name];
}
export type All = [${named.join(', ')}];
`;

test.each([
  ['bundler', 'esnext', ''],
  ['node16', 'node16', ''],
  ['nodenext', 'nodenext', ''],
  ['bundler', 'esnext', '/inline'],
])('%s with %s modules, without skipLibCheck, ropescope%s', async (moduleResolution, module, entry) => {
  await ready;
  const folder = project(`${place}/types-${moduleResolution}${entry.replace('/', '-')}`, {
    'app.ts': program(entry),
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({
      compilerOptions: {
        ...{ target: 'es2022', module, moduleResolution, strict: true, skipLibCheck: false, noEmit: true },
        ...{ lib: ['es2022', 'dom', 'dom.iterable'], types: [], exactOptionalPropertyTypes: true },
      },
      files: ['app.ts'],
    }),
  });
  expect(await command(process.execPath, [tsc, '-p', folder], folder)).toBe('');
});

const ready = installAlone(place);
