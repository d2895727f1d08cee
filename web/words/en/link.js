/** Why a part of a link, or an attribute of an element, was left out or mended. */

/** @typedef {Record<string, any>} Args */

const quoted = (/** @type {unknown} */ given) => `“${given}”`;

/** @satisfies {Record<string, (path: string, args: Args) => string>} by code */
export const link = {
  wholeNumber: (name, { min, max, given }) =>
    `${name} must be a whole number from ${min} to ${max}, got ${quoted(given)}`,
  number: (name, { min, max, given }) => `${name} must be a number from ${min} to ${max}, got ${quoted(given)}`,
  oneOf: (name, { allowed, given }) => `${name} must be one of ${allowed.join(', ')}, got ${quoted(given)}`,
  mapPart: (name, { least, most, given }) =>
    `${name} must be the first query, the first key and the tokens a side (from ${least}) of a part of the map, whole numbers to ${most}, got ${quoted(given)}`,
  atMost: (name, { most, given }) => `${name} holds at most ${most}, got ${given}`,
  unknownName: (name) => `${quoted(name)} is not a setting of this page`,
  ofScope: (name) => `${name} belongs to the <rope-scope> around the figure; one outside of any scope has its own`,
  notNamed: (part) => `${quoted(part)} is not of the form name=value`,
  badEscape: (name) => `the value of ${name} is not text that was encoded for a link`,
  notParameter: (_, { given }) => `${quoted(given)} is not of the form name:value`,
  notMethod: (_, { given }) => `${quoted(given)} is not the id of a method`,
  forceFirst: () => '“!” belongs to the first method of a column',
  tooManyMethods: (_, { most }) => `there may be at most ${most} methods side by side`,
  tooLong: (_, { longest }) => `there are more than ${longest} characters; it was not read`,
  clamped: (name, { given, most, used }) =>
    `${name} must be a whole number from 0 to ${most} for these weights, got ${given}; ${used} is shown`,
  ownTextElsewhere: () => 'a text of one’s own was used, which stays in its tab; the held-out passage is shown',
  ownModelElsewhere: () => 'a model of one’s own was used, which stays in its tab; other weights are shown',
  noColumn: (name, { given, last }) =>
    `${name} must be the place of a column, from 0 to ${last}, got ${given}; none is pinned`,
  unknownMethod: (_, { given, used }) => `${quoted(given)} is not a method that this engine knows; ${used} is shown`,
};

/** Where that stands. */
export const within = {
  link: (/** @type {string} */ sentence) => `In this link, ${sentence}`,
  attributes: (/** @type {string} */ sentence) => `In the attributes, ${sentence}`,
};
