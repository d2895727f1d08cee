// Run in a page whose colours are forced: what of it can still be seen, measured in a picture of it and in its styles.

export function forcedInPage() {
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  /** Contrast as WCAG 2.2 counts it, of [r, g, b]. */
  globalThis.contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const probe = document.createElement('i'); // a canvas takes the system's names of colours for those of the light theme
  probe.style.setProperty('forced-color-adjust', 'none');
  const computed = (color) => {
    probe.style.color = color;
    document.body.append(probe);
    const { color: found } = getComputedStyle(probe);
    probe.remove();
    return found;
  };
  /** A CSS colour over the page's ground, as [r, g, b]. */
  globalThis.rgbOf = (color) => {
    for (const fill of [computed('Canvas'), computed(color)]) {
      pen.fillStyle = fill;
      pen.fillRect(0, 0, 1, 1);
    }
    return [...pen.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
  };
  let shot;
  globalThis.takeShot = async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const sheet = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    sheet.drawImage(bitmap, 0, 0);
    shot = sheet.getImageData(0, 0, bitmap.width, bitmap.height);
  };
  /** Colours in a rectangle of the picture with their pixels, the most frequent first. */
  globalThis.colorsIn = ({ left, top, right, bottom }) => {
    const found = new Map();
    const [x0, y0] = [Math.max(0, Math.floor(left)), Math.max(0, Math.floor(top + scrollY))];
    for (let y = y0; y < Math.min(shot.height, bottom + scrollY); y++)
      for (let x = x0; x < Math.min(shot.width, right); x++) {
        const at = 4 * (y * shot.width + x);
        const key = shot.data.subarray(at, at + 3).join(' ');
        found.set(key, (found.get(key) ?? 0) + 1);
      }
    return [...found].map(([key, count]) => [key.split(' ').map(Number), count]).sort(([, a], [, b]) => b - a);
  };
  /** The largest contrast of what is in a rectangle with its ground, which is the most frequent colour or the one given. */
  globalThis.contrastIn = (box, ground) => {
    const colors = colorsIn(box);
    const behind = ground ?? colors[0]?.[0] ?? [0, 0, 0];
    return Math.max(1, ...colors.map(([color]) => contrast(color, behind)));
  };
  const seen = (element) => {
    const { width, height, bottom, right } = element.getBoundingClientRect();
    const { visibility, opacity, clipPath } = getComputedStyle(element);
    const there = width > 1 && height > 1 && bottom + scrollY > 0 && right > 0;
    return there && element.checkVisibility() && visibility === 'visible' && opacity === '1' && clipPath === 'none';
  };
  const root = document.querySelector('section.present') ?? document; // of a deck the slide, not those beside it
  globalThis.allSeen = (selector) => within(root, selector).filter(seen);
  globalThis.allSeenLines = (host, selector) => allSeen(host).flatMap((each) => within(each, selector));
  globalThis.called = (element) =>
    `${element.localName}.${element.className?.baseVal ?? element.className} ${element.textContent.trim().slice(0, 30)}`;
}

/** Names of controls whose words cannot be read. */
export function unreadable() {
  const words = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return { left: left + 2, top: top + 2, right: right - 2, bottom: bottom - 2 }; // without the edges of a plate behind
  };
  return allSeen('button:enabled, a[href], summary, label.file, .chosen')
    .filter((element) => element.textContent.trim() && !element.closest('svg'))
    .filter((element) => contrastIn(words(element)) < 4.5)
    .map(called);
}

/** Keys of colours, and pictures, that do not stand out from the page; of a scale's colours, one has to. */
export function unseen() {
  const ground = rgbOf('Canvas');
  const scaleOf = (element) => [element, ...(element.closest('.scale')?.querySelectorAll('i') ?? [])];
  const standsOut = (element) => contrastIn(element.getBoundingClientRect(), ground) >= 3;
  return allSeen('i, .swatch, .legend canvas, .keys svg, rope-attention-map canvas, rope-encoding canvas, .key')
    .filter((element) => !element.closest('.uplot') && !element.matches('.never'))
    .filter((element) => !scaleOf(element).some(standsOut))
    .map(called);
}

/** Dashed lines over a map that differ too seldom from what lies beside them. */
export function lostMarks() {
  const beside = 3; // px
  const differs = (box, across) => {
    const [[color]] = colorsIn(box);
    const [x, y] = across ? [0, beside] : [beside, 0];
    const shifted = { left: box.left + x, right: box.right + x, top: box.top + y, bottom: box.bottom + y };
    return contrast(color, colorsIn(shifted)[0][0]) > 1.5;
  };
  return allSeenLines('rope-attention-map', '.trained line').flatMap((line) => {
    const { left, top, width, height } = line.getBoundingClientRect();
    const across = width > height;
    const places = Array.from({ length: Math.floor(Math.max(width, height)) }, (_, i) => {
      const [x, y] = across ? [left + i, Math.round(top - 0.5)] : [Math.round(left - 0.5), top + i];
      return { left: Math.floor(x), top: Math.floor(y), right: Math.floor(x) + 1, bottom: Math.floor(y) + 1 };
    });
    const share = places.filter((box) => differs(box, across)).length / places.length;
    return share > 0.3 ? [] : [`trained ${across ? 'across' : 'down'}: ${share}`];
  });
}

/** Curves that are not drawn, do not stand out from the page, or less than the lines of the grid. */
export function lostCurves() {
  const ground = rgbOf('Canvas');
  return allSeen('rope-plot').flatMap(({ plot, figure }) => {
    const { data } = plot.ctx.getImageData(0, 0, plot.ctx.canvas.width, plot.ctx.canvas.height);
    const inked = (color) => {
      const [r, g, b] = rgbOf(color);
      let count = 0;
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3] === 255 && Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 6)
          count++;
      return count;
    };
    const grid = contrast(rgbOf(plot.axes[0].grid.stroke()), ground);
    return figure.curves.flatMap(({ label, values, firm }) => {
      if (firm || values.filter((value) => value != null).length < 2) return [];
      const stroke = plot.series.findLast((series) => series.label === label)?.stroke();
      const now = contrast(rgbOf(stroke), ground);
      return now >= 3 && now > grid && inked(stroke) > 5
        ? []
        : [`${label}: ${now} of ${grid}, ${inked(stroke)} pixels`];
    });
  });
}

/** What is pressed, chosen or current, and looks like what is not. */
export function unmarked() {
  const lookOf = (element) => {
    const style = getComputedStyle(element);
    const border = `${style.borderTopStyle} ${Math.round(Number.parseFloat(style.borderTopWidth))}`;
    const shapes = [style.fontWeight, style.textDecorationLine, border, style.outlineStyle].join();
    return { shapes, colors: [style.backgroundColor, style.borderTopColor].map((color) => rgbOf(color)) };
  };
  const state = '[aria-pressed="true"], [aria-current]:not([aria-current="false"]), [aria-selected="true"], .right';
  return allSeen(state).flatMap((chosen) => {
    const all = [...chosen.getRootNode().querySelectorAll(chosen.localName)].filter((each) => !each.matches(state));
    const other = all.find(
      (each) =>
        each.closest('[role=grid], nav, ol, .presets, .steps') ===
        chosen.closest('[role=grid], nav, ol, .presets, .steps'),
    );
    if (!other) return [];
    const [mine, its] = [lookOf(chosen), lookOf(other)];
    const apart = mine.colors.some((color, i) => contrast(color, its.colors[i]) >= 3);
    return apart || mine.shapes !== its.shapes ? [] : [called(chosen)];
  });
}

/** What takes the keys without a ring that can be seen. */
export function ringless() {
  const ground = rgbOf('Canvas');
  const takes = 'button:enabled, a[href], summary, select:enabled, input:enabled, textarea, [tabindex="0"]';
  return allSeen(takes).flatMap((element) => {
    element.focus({ preventScroll: true });
    for (const change of element.getAnimations()) change.finish();
    const ringed = element.matches('.file input') ? element.closest('.file') : element;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(ringed);
    const there = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1.5;
    return there && contrast(rgbOf(outlineColor), ground) >= 3 ? [] : [called(element)];
  });
}
