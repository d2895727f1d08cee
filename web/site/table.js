/** A section that is a table under its title, which scrolls by itself where the window is narrow. */
import { html } from 'lit';

/**
 * @param {string} id
 * @param {{ title: string, lead: string, columns: string[] }} words
 * @param {unknown[][]} rows  the first cell of each heads it
 * @param {string} look       class of the table's box
 */
export const tableSection = (
  id,
  { title, lead, columns },
  rows,
  look,
) => html`<section aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>
  <p class="lead">${lead}</p>
  <div class="table ${look}" role="group" aria-label=${title} tabindex="0"><table>
    <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${rows.map(([first, ...others]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
  </table></div></section>`;
