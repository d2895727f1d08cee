import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const example = fileURLToPath(new URL('../../examples/node/attention.mjs', import.meta.url));

test('the Node example of the README runs by the package name and shows that YaRN reads on where RoPE fails', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [example]);
  const losses = Object.fromEntries([...stdout.matchAll(/^(\w+): ([\d.]+) nats/gm)].map(([, id, nats]) => [id, +nats]));
  expect(Object.keys(losses)).toEqual(['rope', 'linear', 'yarn']);
  expect(losses.yarn).toBeLessThan(losses.rope);
  expect(losses.rope).toBeLessThan(losses.linear);
});
