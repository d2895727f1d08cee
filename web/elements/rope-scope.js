/**
 * <rope-scope base model tokenizer text length methods ...>: holds a scope for the figures inside it. Its attributes are a
 * query, as query.js lists them; `base` is the folder of the models: base/<model>/config.json, base/heldout.txt, and
 * `tokenizer` the address of a tokenizer.json from the folder of the model. loading="lazy" opens it
 * when it comes near the window, plans-only runs no model.
 */
import { createScope } from '../scope/scope.js';
import { askedBy, elementCodec } from './query.js';
import { wordsAround } from './surroundings.js';

/** @param {HTMLElement} element */
function libraryOf(element) {
  const base = () => new URL(`${element.getAttribute('base') ?? './models'}/`.replace(/\/+$/, '/'), document.baseURI);
  return {
    names: [],
    filesOf: (/** @type {string} */ name, tokenizer = '') => {
      const folder = new URL(`${name}/`, base());
      return {
        config: new URL('config.json', folder),
        weights: new URL('model.safetensors', folder),
        ...(tokenizer && { tokenizer: new URL(tokenizer, folder) }),
      };
    },
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
    plansOnly: element.hasAttribute('plans-only'),
    start: askedBy(attribute),
    naming: {
      nameOf: (id) => wordsAround(element).method(id)?.name,
      get automatic() {
        return wordsAround(element).cards.automatic;
      },
    },
  });
}

/**
 * Opens the scope of an element: now, or like an image when it comes near the window.
 * @param {HTMLElement} element
 * @param {import('../scope/scope.js').Scope} scope
 * @returns {() => void} ends the waiting
 */
export function openSoon(element, scope) {
  if (element.getAttribute('loading') !== 'lazy') {
    scope.open();
    return () => {};
  }
  const watch = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      watch.disconnect();
      scope.open();
    },
    { rootMargin: '50%' }, // of the window's size
  );
  watch.observe(element);
  return () => watch.disconnect();
}

/**
 * After an attribute of a scope has changed.
 * @param {import('../scope/scope.js').Scope} scope
 * @param {string} name
 * @param {(name: string) => string | null} attribute
 */
export function followAttribute(scope, name, attribute) {
  if (name === 'base') {
    scope.heldout.value = ''; // another folder has another text
    scope.open();
  } else scope.follow(askedBy(attribute));
}

export class RopeScope extends HTMLElement {
  static observedAttributes = [...elementCodec.attributes, 'base'];

  /** @type {import('../scope/scope.js').Scope | undefined} */
  #scope;

  /** The scope that the figures inside ask. */
  get scope() {
    this.#scope ??= scopeOf(this, (name) => this.getAttribute(name));
    return this.#scope;
  }

  #wait = () => {};

  connectedCallback() {
    this.#wait = openSoon(this, this.scope);
  }

  disconnectedCallback() {
    this.#wait();
    this.scope.close();
  }

  /** @param {string} name  @param {string | null} before  @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    if (this.isConnected && this.#scope && before !== now)
      followAttribute(this.#scope, name, (each) => this.getAttribute(each));
  }
}
