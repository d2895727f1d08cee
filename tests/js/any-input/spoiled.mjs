// Arguments that are nearly an example.
import fc from 'fast-check';
import { edgeNumber } from './arbitraries.mjs';

const anything = fc.oneof(
  edgeNumber,
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withTypedArray: true,
    withSparseArray: true,
    maxDepth: 2,
    maxKeys: 3,
  }),
  fc.constantFrom(
    undefined,
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Symbol('s'),
    () => 1,
    new (globalThis.SharedArrayBuffer ?? ArrayBuffer)(8), // a page has none unless it is isolated
    new DataView(new ArrayBuffer(4)),
  ),
);

/** @param {unknown} value  @returns {(string | number)[][]} the way to each place in it */
function placesIn(value) {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return [[]];
  return [[], ...Object.keys(value).flatMap((key) => placesIn(value[key]).map((path) => [key, ...path]))];
}

function replaced(value, [key, ...rest], by) {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  Object.defineProperty(copy, key, {
    value: replaced(value[key], rest, by),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return copy;
}

/** Arguments of which one or two places hold anything, or are not there. @param {unknown[]} args */
export const spoiled = (args) =>
  fc
    .array(fc.tuple(fc.constantFrom(...placesIn(args).slice(1), [args.length]), anything), {
      minLength: 1,
      maxLength: 2,
    })
    .map((changes) =>
      changes.reduce((given, [path, by]) => (pathIn(given, path) ? replaced(given, path, by) : given), args),
    );

/** Whether the place is still there after another change. */
function pathIn(value, path) {
  return (
    path.length <= 1 ||
    (value?.[path[0]] !== null &&
      typeof value?.[path[0]] === 'object' &&
      !ArrayBuffer.isView(value[path[0]]) &&
      pathIn(value[path[0]], path.slice(1)))
  );
}
