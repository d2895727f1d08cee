/** Why a part of a link was left out, or mended. */

/** @typedef {Record<string, any>} Args */

const quoted = (/** @type {unknown} */ given) => `“${given}”`;

/** @satisfies {Record<string, (path: string, args: Args) => string>} by code */
export const link = {
  wholeNumber: (name, { min, max, given }) =>
    `In this link, ${name} must be a whole number from ${min} to ${max}, got ${quoted(given)}`,
  number: (name, { min, max, given }) =>
    `In this link, ${name} must be a number from ${min} to ${max}, got ${quoted(given)}`,
  oneOf: (name, { allowed, given }) =>
    `In this link, ${name} must be one of ${allowed.join(', ')}, got ${quoted(given)}`,
  atMost: (name, { most, given }) => `In this link, ${name} holds at most ${most}, got ${given}`,
  unknownName: (name) => `In this link, ${quoted(name)} is not a setting of this page`,
  notNamed: (part) => `In this link, ${quoted(part)} is not of the form name=value`,
  badEscape: (name) => `In this link, the value of ${name} is not text that was encoded for a link`,
  notParameter: (_, { given }) => `In this link, ${quoted(given)} is not of the form name:value`,
  notMethod: (_, { given }) => `In this link, ${quoted(given)} is not the id of a method`,
  forceFirst: () => 'In this link, “!” belongs to the first method of a column',
  tooManyMethods: (_, { most }) => `In this link, a link holds at most ${most} methods`,
  tooLong: (_, { longest }) => `The link is longer than ${longest} characters and was not read`,
  clamped: (name, { given, most, used }) =>
    `In this link, ${name} must be a whole number from 0 to ${most} for these weights, got ${given}; ${used} is shown`,
  unknownMethod: (_, { given, used }) =>
    `In this link, ${quoted(given)} is not a method that this engine knows; ${used} is shown`,
};
