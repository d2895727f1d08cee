// In which order Jest takes the files of tests: those that take minutes first, so that at the end no worker waits for another.
// Where they ran before, Jest knows how long each took; in a fresh clone it would begin with the largest files.
import { existsSync } from 'node:fs';
import Sequencer from '@jest/test-sequencer';

const longest = ['engines', 'links', 'pages', 'forced', 'lectures', 'offline', 'evaluation', 'models', 'methods'];
const paths = longest.map((name) => new URL(`./browser/${name}.test.mjs`, import.meta.url).pathname);
for (const path of paths)
  if (!existsSync(path)) throw new Error(`longest-first must name tests that exist, got ${path}`);

/** @param {{ path: string }} test */
const rank = ({ path }) => (paths.includes(path) ? paths.indexOf(path) : paths.length);

export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
