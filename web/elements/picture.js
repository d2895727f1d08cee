/** A picture of what elements show, painted again piece by piece: grounds, words, canvases and drawings, as the page has them. */

/**
 * @typedef {object} Brush
 * @property {CanvasRenderingContext2D} ctx
 * @property {(rect: DOMRect) => DOMRect} place  from the page onto the picture, CSS px
 */

const padding = 16; // CSS px
const heading = 30; // CSS px, of the title
const around = 48; // CSS px beyond an SVG: words at its edges

/** Controls, what only the ear hears, and the cursor of a plot. */
const unpainted = ['.u-over', '.u-under', '.hidden', 'select', 'style', 'input', 'button.plain'].join();

const drawnProperties = [
  ...['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'opacity', 'fill-opacity', 'text-anchor'],
  ...['font-family', 'font-size', 'font-weight', 'dominant-baseline'],
];

/**
 * @param {HTMLElement} host       whose colours count, and whose scale where a deck of slides has one
 * @param {Element[]} elements
 * @param {{ title: string, ink: string, paper: string, font: string }} look
 * @returns {Promise<Blob>} a PNG of two pixels a CSS px, or more where the screen has more
 */
export async function pictureOf(host, elements, { title, ink, paper, font }) {
  const zoom = host.offsetWidth ? host.getBoundingClientRect().width / host.offsetWidth : 1;
  const rects = elements.map((element) => element.getBoundingClientRect()).filter(({ width }) => width > 0);
  const [left, top] = [Math.min(...rects.map((rect) => rect.left)), Math.min(...rects.map((rect) => rect.top))];
  const width = (Math.max(...rects.map(({ right }) => right)) - left) / zoom + 2 * padding;
  const height = (Math.max(...rects.map(({ bottom }) => bottom)) - top) / zoom + 2 * padding + heading;
  const ratio = Math.max(2, devicePixelRatio);
  const canvas = Object.assign(document.createElement('canvas'), { width: width * ratio, height: height * ratio });
  const ctx = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  ctx.scale(ratio, ratio);
  ctx.fillStyle = paper;
  ctx.fillRect(0, 0, width, height);
  ctx.fillStyle = ink;
  ctx.font = `600 16px ${font}`;
  ctx.fillText(title, padding, padding + 14);
  const place = (/** @type {DOMRect} */ rect) =>
    new DOMRect(
      (rect.left - left) / zoom + padding,
      (rect.top - top) / zoom + padding + heading,
      rect.width / zoom,
      rect.height / zoom,
    );
  for (const element of elements) await paint(element, { ctx, place });
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new DOMException('canvas', 'EncodingError'))), 'image/png');
  });
}

/**
 * @param {Node} node
 * @param {Brush} brush
 */
async function paint(node, brush) {
  if (node instanceof Text) return paintText(node, brush);
  if (!(node instanceof Element) || node.matches(unpainted)) return;
  const style = getComputedStyle(node);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  if (node instanceof SVGSVGElement) return paintDrawing(node, brush);
  paintGround(node, style, brush);
  if (node instanceof HTMLCanvasElement) {
    const { x, y, width, height } = brush.place(node.getBoundingClientRect());
    brush.ctx.imageSmoothingEnabled = style.imageRendering !== 'pixelated';
    if (node.width > 0 && node.height > 0) brush.ctx.drawImage(node, x, y, width, height);
    return;
  }
  for (const child of node.shadowRoot?.childNodes ?? node.childNodes) await paint(child, brush);
}

/**
 * @param {Element} element
 * @param {CSSStyleDeclaration} style
 * @param {Brush} brush
 */
function paintGround(element, style, { ctx, place }) {
  const { x, y, width, height } = place(element.getBoundingClientRect());
  const hatch = /^repeating-linear-gradient\([^r]*(rgba?\([^)]*\))/.exec(style.backgroundImage)?.[1];
  ctx.fillStyle = style.backgroundColor;
  ctx.fillRect(x, y, width, height);
  if (!hatch) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  ctx.beginPath();
  for (let at = -height; at < width; at += 7) {
    ctx.moveTo(x + at, y + height);
    ctx.lineTo(x + at + height, y);
  }
  ctx.strokeStyle = hatch;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.restore();
}

/**
 * Line by line, as the page broke it.
 * @param {Text} node
 * @param {Brush} brush
 */
function paintText(node, { ctx, place }) {
  const text = node.data;
  if (text.trim() === '' || !node.parentElement) return;
  const style = getComputedStyle(node.parentElement);
  ctx.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  ctx.fillStyle = style.color;
  const range = document.createRange();
  /** @type {{ text: string, rect: DOMRect }[]} */
  const lines = [];
  for (let i = 0; i < text.length; i++) {
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const rect = range.getBoundingClientRect();
    if (rect.height === 0) continue; // white space that the page folded away
    const line = lines.at(-1);
    if (line && Math.abs(line.rect.top - rect.top) < rect.height / 2) line.text += text[i] === '\n' ? ' ' : text[i];
    else lines.push({ text: (text[i] ?? '').trimStart(), rect });
  }
  for (const line of lines) {
    const { x, y, height } = place(line.rect);
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = ctx.measureText(line.text);
    ctx.fillText(line.text.replace(/\s+/g, ' '), x, y + (height - ascent - descent) / 2 + ascent);
  }
}

/**
 * @param {SVGSVGElement} svg
 * @param {Brush} brush
 */
async function paintDrawing(svg, { ctx, place }) {
  const { x, y, width, height } = place(svg.getBoundingClientRect());
  if (width === 0 || height === 0) return;
  const copy = /** @type {SVGSVGElement} */ (svg.cloneNode(true));
  const copies = [copy, ...copy.querySelectorAll('*')];
  for (const [i, original] of [svg, ...svg.querySelectorAll('*')].entries()) {
    const style = getComputedStyle(original);
    const said = drawnProperties.map((name) => `${name}:${style.getPropertyValue(name)}`);
    copies[i]?.setAttribute('style', said.join(';'));
  }
  const own = svg.viewBox.baseVal?.width ? svg.viewBox.baseVal : new DOMRect(0, 0, width, height);
  const edge = (around * own.width) / width;
  copy.setAttribute('viewBox', [own.x - edge, own.y - edge, own.width + 2 * edge, own.height + 2 * edge].join(' '));
  copy.setAttribute('width', String(width + 2 * around));
  copy.setAttribute('height', String(height + 2 * around));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  ctx.drawImage(image, x - around, y - around, width + 2 * around, height + 2 * around);
}
