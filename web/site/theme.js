/** The colours that are drawn in: those chosen, or the system's. Asked once: the browser keeps what each question matches. */

export const dark = matchMedia('(prefers-color-scheme: dark)');

/** Changes when colours do: canvases read theirs anew then. @param {Record<string, any>} state */
export const themeOf = ({ theme }) => `${theme}${dark.matches}`;
