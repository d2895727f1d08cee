/**
 * <rope-scope base model text length methods ...>: holds a scope for the figures inside it. Its attributes are a query, as
 * web/scope/query.js lists them; `base` is the folder of the models: base/<model>/config.json, base/heldout.txt.
 */
import { createCodec, scopeTable } from '../scope/query.js';
import { freeText } from '../scope/query-types.js';
import { createScope } from '../scope/scope.js';
import tuned from '../scope/tuned.json' with { type: 'json' };

const longestName = 200; // characters of a model's name

/** A page by itself has no list of models: any name is tried, and a wrong one is an error that says where it was looked for. */
export const elementCodec = createCodec(
  { ...scopeTable([]), model: { key: 'model', type: freeText({ longest: longestName }) } },
  {
    ...{ model: 'rope-l128', text: 'heldout', typed: '', length: 512, layer: 1, head: 1, q: 377, k: 376 },
    methods: tuned.first.map((id) => ({ id, params: {} })),
  },
);

/** @param {HTMLElement} element */
function libraryOf(element) {
  const base = () => new URL(element.getAttribute('base') ?? './models/', document.baseURI);
  return {
    names: [],
    filesOf: (/** @type {string} */ name) => ({
      config: new URL(`${name}/config.json`, base()),
      weights: new URL(`${name}/model.safetensors`, base()),
    }),
    get heldout() {
      return new URL('heldout.txt', base());
    },
  };
}

/**
 * @param {HTMLElement} element
 * @param {(name: string) => string | null} attribute
 */
export function scopeOf(element, attribute) {
  return createScope({
    codec: elementCodec,
    library: libraryOf(element),
    start: elementCodec.fromAttributes(attribute),
  });
}

export class RopeScope extends HTMLElement {
  static observedAttributes = elementCodec.attributes;

  /** @type {import('../scope/scope.js').Scope | undefined} */
  #scope;

  /** The scope that the figures inside ask. */
  get scope() {
    this.#scope ??= scopeOf(this, (name) => this.getAttribute(name));
    return this.#scope;
  }

  connectedCallback() {
    this.scope.open();
  }

  disconnectedCallback() {
    this.scope.close();
  }

  attributeChangedCallback() {
    if (this.isConnected && this.#scope)
      this.#scope.follow(elementCodec.fromAttributes((name) => this.getAttribute(name)));
  }
}
