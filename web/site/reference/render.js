/**
 * Modules of either language as HTML that holds no script and no style.
 *
 * @typedef {{ code: string, text: string }} Member  code: its name and type, as they are declared
 *
 * @typedef {object} Entry      what one name is
 * @property {string} name
 * @property {string} kind
 * @property {string[]} code    as it is declared; overloads are several
 * @property {string} text
 * @property {Member[]} members
 * @property {string} [place]   its fragment, where an entry before has its name
 *
 * @typedef {{ title: string, text: string, entries: Entry[] }} Part
 * @typedef {{ id: string, title: string, lead: string[], parts: Part[] }} Module  id: `js-...` or `cpp-...`
 */

/** @param {string} text */
export const escaped = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** @param {string} id  of a module */
export const fileOf = (id) => `reference-${id}.html`;

/** @param {Entry} entry  @returns {string} its fragment */
export const placeOf = ({ name, place = name }) => place;

/** @param {Module} module */
export const entriesOf = ({ parts }) => parts.flatMap(({ entries }) => entries);

/** @param {string} id */
const languageOf = (id) => id.split('-')[0] ?? '';

/**
 * Where each type is described that code of a module may name.
 * @param {Module[]} modules
 * @param {string} language
 */
function placesOf(modules, language) {
  const own = modules.filter(({ id }) => languageOf(id) === language);
  return new Map(
    own.flatMap((module) => entriesOf(module).map(({ name }) => [name, `./${fileOf(module.id)}#${name}`])),
  );
}

/** Types that are known become links. @param {string} code  @param {Map<string, string>} places */
const linked = (code, places) =>
  escaped(code).replace(/\b[A-Z]\w+\b/g, (name) =>
    places.has(name) ? `<a href="${places.get(name)}">${name}</a>` : name,
  );

/** @param {string} text  @param {Map<string, string>} places */
const prose = (text, places) =>
  text
    .split(/(`[^`]+`)/)
    .map((part) => (part.startsWith('`') ? `<code>${linked(part.slice(1, -1), places)}</code>` : escaped(part)))
    .join('');

/** @param {string} text  @param {Map<string, string>} places */
const paragraph = (text, places) => (text ? `<p>${prose(text, places)}</p>` : '');

/** @param {Entry} entry  @param {Map<string, string>} places */
function entryHtml(entry, places) {
  const { name, kind, code, text, members } = entry;
  const place = placeOf(entry);
  const rows = members.map(
    (member) => `<dt><code>${linked(member.code, places)}</code></dt><dd>${prose(member.text, places)}</dd>`,
  );
  const others = new Map([...places].filter(([each]) => each !== name));
  const declared = code
    .filter((line) => line !== name)
    .map((line) => linked(line, others))
    .join('\n');
  return `<article id="${place}" tabindex="-1" aria-label="${place}"><h3><a href="#${place}"><code>${name}</code></a> <span class="kind">${kind}</span></h3>
${declared && `<pre><code>${declared}</code></pre>`}${paragraph(text, places)}${rows.length > 0 ? `<dl>${rows.join('\n')}</dl>` : ''}</article>`;
}

/** @param {Entry[]} entries  @param {string} file */
const names = (entries, file) =>
  `<ul class="names">${entries.map((each) => `<li><a href="${file}#${placeOf(each)}"><code>${each.name}</code></a></li>`).join('')}</ul>`;

/** @param {Part} part  @param {Map<string, string>} places */
function partHtml({ title, text, entries }, places) {
  const told = entries.some((entry) => entry.text === text); // by the first entry
  return `<section aria-label="${escaped(title)}"><h2>${escaped(title)}</h2>${told ? '' : paragraph(text, places)}
${entries.map((entry) => entryHtml(entry, places)).join('\n')}</section>`;
}

/** @param {Module} module  @param {Module[]} modules */
export function moduleHtml(module, modules) {
  const places = placesOf(modules, languageOf(module.id));
  const others = modules.map(({ id, title }) =>
    id === module.id ? `<li aria-current="page">${title}</li>` : `<li><a href="./${fileOf(id)}">${title}</a></li>`,
  );
  return `<nav aria-label="Modules"><ul class="modules"><li><a href="./reference.html">all</a></li>${others.join('')}</ul></nav>
${module.lead.map((line) => paragraph(line, places)).join('')}${names(entriesOf(module), '')}
${module.parts.map((part) => partHtml(part, places)).join('\n')}`;
}

/** @param {Module[]} modules */
export const indexHtml = (modules) =>
  modules
    .map((module) => {
      const file = `./${fileOf(module.id)}`;
      const lead = module.lead.map((line) => paragraph(line, new Map())).join('');
      return `<section aria-label="${escaped(module.title)}"><h2><a href="${file}">${escaped(module.title)}</a></h2>${lead}${names(entriesOf(module), file)}</section>`;
    })
    .join('\n');
