// npm run docs: writes the tables of the READMEs and their picture, of what the build gives.
import { writeFileSync } from 'node:fs';
import { pictures } from './picture.mjs';
import { factsOf, readmes, withTables } from './tables.mjs';

const root = new URL('../../', import.meta.url);
const facts = await factsOf();
for (const file of Object.keys(readmes)) writeFileSync(new URL(file, root), withTables(file, facts));
const { en, zh } = await pictures();
writeFileSync(new URL('docs/picture.svg', root), en);
writeFileSync(new URL('docs/picture.zh.svg', root), zh);
