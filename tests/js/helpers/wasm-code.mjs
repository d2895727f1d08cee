// The instructions of a WebAssembly binary, counted. Enough of the format to walk code section by instruction:
// https://webassembly.github.io/spec/core/binary/instructions.html

/** @returns {Map<string, number>} by opcode in hexadecimal; of the prefixes fc and fd with what follows: 'fd 105' */
export function countInstructions(binary) {
  const counts = new Map();
  for (const { start, end } of functionBodies(binary)) {
    const reader = createReader(binary, start);
    skipLocals(reader);
    while (reader.at() < end) {
      const name = readInstruction(reader);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    if (reader.at() !== end) throw new Error(`an instruction was misread before byte ${end}`);
  }
  return counts;
}

function createReader(binary, start) {
  let at = start;
  const leb = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  const lebs = (count) => {
    for (let i = 0; i < count; i++) leb();
  };
  return { at: () => at, byte: () => binary[at++], skip: (bytes) => (at += bytes), leb, lebs };
}

function functionBodies(binary) {
  const codeSection = 10;
  const reader = createReader(binary, 8);
  while (reader.at() < binary.length) {
    const [section, size] = [reader.byte(), reader.leb()];
    if (section !== codeSection) {
      reader.skip(size);
      continue;
    }
    return Array.from({ length: reader.leb() }, () => {
      const length = reader.leb();
      const start = reader.at();
      reader.skip(length);
      return { start, end: start + length };
    });
  }
  return [];
}

function skipLocals(reader) {
  for (let groups = reader.leb(); groups > 0; groups--) {
    reader.leb();
    reader.byte();
  }
}

function readInstruction(reader) {
  const opcode = reader.byte();
  const name = opcode.toString(16);
  if (opcode === 0xfc || opcode === 0xfd) {
    const second = reader.leb();
    if (opcode === 0xfc) skipBulk(reader, second);
    else skipVector(reader, second);
    return `${name} ${second.toString(16)}`;
  }
  skipImmediates(reader, opcode);
  return name;
}

function skipImmediates(reader, opcode) {
  const within = (first, last) => opcode >= first && opcode <= last;
  if (opcode === 0x0e || opcode === 0x1c) reader.lebs(reader.leb() + (opcode === 0x0e ? 1 : 0));
  else if (opcode === 0x11 || within(0x28, 0x3e)) reader.lebs(2);
  else if (opcode === 0x43) reader.skip(4);
  else if (opcode === 0x44) reader.skip(8);
  else if (within(0x02, 0x04) || within(0x0c, 0x0d) || opcode === 0x10 || within(0x20, 0x26)) reader.lebs(1);
  else if (within(0x3f, 0x42) || opcode === 0xd0 || opcode === 0xd2) reader.lebs(1);
}

function skipBulk(reader, second) {
  if (second >= 8) reader.lebs([2, 1, 2, 1, 2, 2, 1, 1, 1, 1][second - 8]);
}

function skipVector(reader, second) {
  const within = (first, last) => second >= first && second <= last;
  if (within(0, 11) || within(0x5c, 0x5d)) reader.lebs(2);
  else if (within(12, 13)) reader.skip(16);
  else if (within(0x15, 0x22)) reader.skip(1);
  else if (within(0x54, 0x5b)) reader.lebs(3);
}
