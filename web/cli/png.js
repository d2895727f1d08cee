/** Writes PNG files: 8 bits a channel, RGB. Portable Network Graphics Specification (Third Edition), sections 5 and 11. */

import { crc32, deflateSync } from 'node:zlib';

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const trueColor = 2; // the header's colour type of RGB

/**
 * @param {Uint8Array} rgb  [height, width, 3]
 * @param {number} width
 * @param {number} height
 */
export function encodePng(rgb, width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, trueColor], 8); // compression, filter and interlace stay 0

  const stride = 3 * width;
  const lines = Buffer.alloc((stride + 1) * height); // each line starts with its filter, 0 = none
  for (let i = 0; i < height; i++) lines.set(rgb.subarray(i * stride, (i + 1) * stride), i * (stride + 1) + 1);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Length, name, content, checksum of name and content.
 * @param {string} name
 * @param {Buffer} content
 */
function chunk(name, content) {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, checksum]);
}
