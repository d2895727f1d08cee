import { textOf } from './files.mjs';

/** @returns {{ id: string, english: string }[]} the table of cpp/core/sayings.hpp */
export function engineSayings() {
  const entries = textOf('cpp/core/sayings.hpp').matchAll(/^ {4}\{"(\w+)",\s*("(?:[^"\\]|\\.)*")\},$/gm);
  return [...entries].map(([, id, english]) => ({ id, english: JSON.parse(english) }));
}
