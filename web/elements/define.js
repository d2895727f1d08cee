/** Names elements. Importing a component changes nothing; a page names those that it shows. */

/** @param {[string, CustomElementConstructor][]} list */
export function defineElements(list) {
  for (const [name, element] of list) if (!customElements.get(name)) customElements.define(name, element);
}
