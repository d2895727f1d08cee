/**
 * Rows of queries or keys whose pairs of channels are neighbours, as rows whose pairs lie half a head apart: of each head
 * those of the first channels, then those of the second.
 * @param {Uint8Array} content
 * @param {number} rowBytes
 * @param {number} headDim
 */
export function halfSplit(content, rowBytes, headDim) {
  const half = headDim / 2;
  return Array.from({ length: content.length / rowBytes }, (_, row) => {
    const i = row % headDim;
    const source = row - i + (i < half ? 2 * i : 2 * (i - half) + 1);
    return content.subarray(source * rowBytes, (source + 1) * rowBytes);
  });
}
