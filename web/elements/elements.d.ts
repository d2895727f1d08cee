/** `import 'ropescope/elements'` names the elements; their attributes are in README.md. */

/** `<rope-scope>`: a model, a text and methods, which the figures inside show. */
export interface RopeScopeElement extends HTMLElement {}

/** `<rope-figure>`: one figure of a scope. */
export interface RopeFigureElement extends HTMLElement {
  /** What is shown: 'attention', 'loss', 'decay', ... */
  kind: string;
  /** A PNG of what is shown. */
  toBlob(): Promise<Blob>;
  /** Its numbers. */
  toCSV(): Promise<string>;
  /** Its curves; '' where there are none. */
  toSVG(): Promise<string>;
}

declare global {
  interface HTMLElementTagNameMap {
    'rope-scope': RopeScopeElement;
    'rope-figure': RopeFigureElement;
  }
}
