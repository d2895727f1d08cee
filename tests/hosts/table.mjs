// What was found, as data in table.json and as a table in both READMEs.
import { readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const stored = new URL('table.json', import.meta.url);
const begin = '<!-- npm run hosts -->\n';
const end = '<!-- end of hosts -->';

const words = {
  'README.md': {
    head: '| where | tried in | runs in | module | `rope-l128` by name |\n|---|---|---|---|---|\n',
    work: { worker: 'a worker', caller: 'the calling thread' },
    wasm: { file: 'its file', inside: 'the copy inside' },
    model: ['by its address', 'yes'],
    names: {},
  },
  'README.zh.md': {
    head: '| 环境 | 试于 | 运行于 | 模块 | 按名字载入 `rope-l128` |\n|---|---|---|---|---|\n',
    work: { worker: 'worker', caller: '调用线程' },
    wasm: { file: '自己的文件', inside: '库内副本' },
    model: ['要给出地址', '可以'],
    names: {
      'one classic script (esbuild, iife)': '单个经典脚本（esbuild，iife）',
      'server bundle (esbuild, ESM)': '服务器打包（esbuild，ESM）',
      'server bundle (esbuild, CommonJS)': '服务器打包（esbuild，CommonJS）',
      'Jest, jsdom, a test with @jest-environment node': 'Jest 的 jsdom，测试写明 `@jest-environment node`',
      'static files, no bundler': '静态文件，不打包',
      "strict content policy ('wasm-unsafe-eval')": "严格的内容安全策略（'wasm-unsafe-eval'）",
      'strict content policy with Trusted Types': '严格的内容安全策略，并要求 Trusted Types',
      'files from another origin (CORS)': '文件来自另一个源（CORS）',
      'sandboxed frame (CORS)': '沙盒框架（CORS）',
      'shared worker': '共享 worker',
      'service worker, ropescope/inline': 'service worker，`ropescope/inline`',
      'file://, one classic script of ropescope/inline': 'file://，由 `ropescope/inline` 打成的单个经典脚本',
      'Next, server component (Turbopack)': 'Next 服务器组件（Turbopack）',
      'Next, server component (webpack)': 'Next 服务器组件（webpack）',
      'Next, client component (Turbopack)': 'Next 客户端组件（Turbopack）',
      'Next, client component (webpack)': 'Next 客户端组件（webpack）',
      'Next, server component, serverExternalPackages': 'Next 服务器组件，`serverExternalPackages`',
    },
  },
};

/** Hosts for which the same was found in the same engines stand in one row. */
function tableOf(rows, { head, work, wasm, model, names }) {
  const found = new Map(); // of a host, what was found: the engines
  for (const { engine, ...row } of rows) {
    const key = JSON.stringify(row);
    found.set(key, { ...row, engines: [...(found.get(key)?.engines ?? []), engine] });
  }
  const alike = new Map();
  for (const row of found.values()) alike.set(factsOf(row), [...(alike.get(factsOf(row)) ?? []), row]);
  const lines = [...alike.values()].map((hosts) => {
    const [first] = hosts;
    const where = hosts.map(({ name }) => names[name] ?? name).join('; ');
    const cells = [where, first.engines.join(', '), work[first.work], wasm[first.wasm], model[Number(first.model)]];
    return `| ${cells.join(' | ')} |\n`;
  });
  return head + lines.join('');
}

const factsOf = ({ engines, work, wasm, model }) => `${engines} ${work} ${wasm} ${model}`;

export const storedRows = () => JSON.parse(readFileSync(stored, 'utf8'));

/** The table that a README has, and the one that it should have. */
export function tables(file, rows = storedRows()) {
  const text = readFileSync(new URL(file, root), 'utf8');
  const from = text.indexOf(begin) + begin.length;
  return { text, from, to: text.indexOf(end), wanted: tableOf(rows, words[file]) };
}

export function writeTable(rows) {
  writeFileSync(stored, `${JSON.stringify(rows, null, 2)}\n`);
  for (const file of Object.keys(words)) {
    const { text, from, to, wanted } = tables(file, rows);
    writeFileSync(new URL(file, root), text.slice(0, from) + wanted + text.slice(to));
  }
}
