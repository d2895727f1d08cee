// Run in a page, in any engine: what can be seen of figures through all shadow roots.

/** Makes these questions known to the page. */
export function drawnInPage() {
  globalThis.within = (node, selector) => {
    const here = node.shadowRoot ?? node;
    const inner = [...here.querySelectorAll('*')].flatMap((each) => (each.shadowRoot ? within(each, selector) : []));
    return [...here.querySelectorAll(selector), ...inner];
  };
  const painted = (canvas) => {
    if (!canvas.width || !canvas.height) return false;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const colors = new Set();
    return new Uint32Array(data.buffer).some((color) => colors.add(color).size > 3); // no further than to the fourth
  };
  /** Pictures with colours in them, drawings of many shapes, shaded letters, entries to fill in, numbers in a table. */
  globalThis.contentOf = (figure) => ({
    canvases: within(figure, 'canvas').filter(painted).length,
    drawings: within(figure, 'svg').filter((svg) => svg.querySelectorAll('*').length > 20).length,
    letters: within(figure, 'span[data-i]').filter(({ style }) => style.background || style.backgroundColor).length,
    entries: within(figure, 'select, textarea, input').length,
    numbers: within(figure, 'td').filter(({ textContent }) => /^\d/.test(textContent.trim())).length,
    alerts: within(figure, '[role="alert"]').map((alert) => alert.textContent.trim()),
  });
  globalThis.isDrawn = (figure) => {
    const { canvases, drawings, letters, entries, numbers } = contentOf(figure);
    return canvases + drawings + letters + entries + numbers > 0;
  };
}
