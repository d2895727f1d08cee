/** `import 'ropescope/elements'` names the elements; their attributes are in README.md. */

export interface RopeScopeElement extends HTMLElement {}

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
