// Writes ONNX files: the few messages of onnx.proto that the graphs here need, as protocol buffers.

const utf8 = new TextEncoder();

/** @param {number | bigint} value  not negative, or a 64-bit two's complement */
function varint(value) {
  const bytes = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Uint8Array.from([...bytes, Number(rest)]);
}

/** A field of a message: an integer, a string, bytes or the parts of a message within it. */
function field(number, value) {
  if (typeof value === 'number') return [varint(number << 3), varint(value)];
  const whole = Buffer.concat(
    (typeof value === 'string' ? [utf8.encode(value)] : [value]).flat(Number.POSITIVE_INFINITY),
  );
  return [varint((number << 3) | 2), varint(whole.length), whole];
}

const float = (number, value) => [varint((number << 3) | 5), new Uint8Array(Float32Array.of(value).buffer)];
const bytesOf = (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const elementTypes = { float: 1, int64: 7 };
const typeOf = (values) => (values instanceof BigInt64Array ? elementTypes.int64 : elementTypes.float);

/** A constant of the graph. @param {string} name @param {Float32Array | BigInt64Array} values @param {number[]} dims */
const constant = (name, values, dims) =>
  field(5, [...dims.map((dim) => field(1, dim)), field(2, typeOf(values)), field(8, name), field(9, bytesOf(values))]);

/** An input (11) or an output (12). A dimension that varies is a name. */
function port(number, { name, type = 'float', dims }) {
  const shape = dims.map((dim) => field(1, field(typeof dim === 'number' ? 1 : 2, dim)));
  return field(number, [field(1, name), field(2, field(1, [field(1, elementTypes[type]), field(2, shape)]))]);
}

/** Of a node: a whole number, a list of them, or a string; { float } where the standard wants one. */
function attribute([name, value]) {
  const [body, type] = Array.isArray(value)
    ? [value.map((each) => field(8, each)), 7]
    : typeof value === 'number'
      ? [[varint(3 << 3), varint(value)], 2]
      : [float(2, value.float), 1];
  return field(5, [field(1, name), body, field(20, type)]);
}

/**
 * @typedef {{ name: string, type?: 'float' | 'int64', dims: (number | string)[] }} Port
 * A graph that is built node by node.
 */
export function createGraph() {
  const parts = [];
  let names = 0;
  return {
    /** @param {Float32Array | number[]} values  whole numbers of a list become int64 @returns {string} its name */
    constant(values, dims = [values.length]) {
      const name = `c${names++}`;
      parts.push(constant(name, Array.isArray(values) ? BigInt64Array.from(values, BigInt) : values, dims));
      return name;
    },
    /** @returns {string} the name of its only output */
    node(type, inputs, attributes = {}, output = `n${names++}`) {
      this.nodes(type, inputs, attributes, [output]);
      return output;
    },
    nodes(type, inputs, attributes, outputs) {
      const ends = [...inputs.map((name) => field(1, name)), ...outputs.map((name) => field(2, name))];
      parts.push(field(1, [...ends, field(4, type), ...Object.entries(attributes).map(attribute)]));
      return outputs;
    },
    /** @param {{ inputs: Port[], outputs: Port[], opset?: number }} ports @returns {Uint8Array} the file */
    file({ inputs, outputs, opset = 23 }) {
      const ports = [...inputs.map((each) => port(11, each)), ...outputs.map((each) => port(12, each))];
      const graph = field(7, [field(2, 'bench'), ...parts, ...ports]);
      return Buffer.concat([field(1, 10), field(8, field(2, opset)), graph].flat(Number.POSITIVE_INFINITY));
    },
  };
}
