/** Notices of what others wrote and the package holds: inside the modules, by a list; inside scripts, from installed packages. */

import { readdirSync, readFileSync } from 'node:fs';

/** The npm packages whose code is bundled into dist/elements; a test compares with what stands there. */
export const bundled = [
  ...['lit', 'lit-html', 'lit-element', '@lit/reactive-element', 'uplot', '@preact/signals-core'],
  ...['@huggingface/tokenizers', 'jsonc-parser'],
];

const mit = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
Software is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice
shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY
OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR
THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const bsd3 = `Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following
conditions are met: 1. Redistributions of source code must retain the above copyright notice, this list of conditions and the
following disclaimer. 2. Redistributions in binary form must reproduce the above copyright notice, this list of conditions and
the following disclaimer in the documentation and/or other materials provided with the distribution. 3. Neither the name of
the copyright holder nor the names of its contributors may be used to endorse or promote products derived from this software
without specific prior written permission. THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY
EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A
PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT,
INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN
CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE,
EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`;

/** Inside the WebAssembly modules and the scripts that start them. */
const compiled = [
  {
    name: 'Eigen 3.4.0',
    terms:
      'Mozilla Public License 2.0, https://mozilla.org/MPL/2.0/. Its source, unchanged: https://gitlab.com/libeigen/eigen',
  },
  {
    name: 'xsimd 13.2.0',
    terms: `BSD-3-Clause\nCopyright (c) Johan Mabille, Sylvain Corlay, Wolf Vollprecht and Martin Renou\nCopyright (c) QuantStack\nCopyright (c) Serge Guelton\n\n${bsd3}`,
  },
  {
    name: 'JSON for Modern C++ 3.11.3',
    terms: `MIT\nCopyright (c) 2013-2023 Niels Lohmann\n\n${mit}`,
  },
  {
    name: 'Emscripten: its runtime and libraries',
    terms: `MIT\nCopyright (c) 2010-2014 Emscripten authors\n\n${mit}`,
  },
  { name: 'musl libc', terms: `MIT\nCopyright (c) 2005-2020 Rich Felker, et al.\n\n${mit}` },
  {
    name: 'libc++, libc++abi and compiler-rt of LLVM',
    terms:
      'Apache License 2.0 with LLVM Exceptions, https://llvm.org/LICENSE.txt: parts embedded in compiled form need no notice',
  },
];

/**
 * @param {string} root  of the repository, with its node_modules
 * @returns {string}
 */
export function notices(root) {
  const scripts = bundled.map((name) => {
    const folder = `${root}node_modules/${name}/`;
    const { version, license } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} should have a file with its licence`);
    return { name: `${name} ${version}`, terms: `${license}\n\n${readFileSync(folder + file, 'utf8').trim()}` };
  });
  const section = (/** @type {{ name: string, terms: string }} */ { name, terms }) =>
    `${name}\n${'-'.repeat(name.length)}\n${terms}\n`;
  return [
    'What others wrote and this package holds. The package itself: Apache-2.0, see LICENSE.\n',
    'In dist/*.wasm and the scripts that start them, and in their copies in dist/embedded, dist/elements and dist/inline.js\n',
    ...compiled.map(section),
    'In dist/elements\n',
    ...scripts.map(section),
  ].join('\n');
}
