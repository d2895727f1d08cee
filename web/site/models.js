/// <reference types="vite/client" />
/** The weights that the page offers: every folder of web/models that holds a model, found when the site is built. */

import { brought, ownModel } from './kept.js';
import { spoken } from './language.js';

/** @type {Record<string, string>} addresses only: no file is fetched before its model is chosen */
const addresses = import.meta.glob(
  ['../models/*/config.json', '../models/*/model.safetensors', '../models/*/tokenizer.json'],
  { query: '?url', import: 'default', eager: true },
);

/** @type {Record<string, string>} by path: what the record of each training says of its weights */
const digests = import.meta.glob('../models/*/training.json', { import: 'weights_sha256', eager: true });

/** @type {Record<string, Record<string, string>>} by path: titles of the recipes, in their order */
const titles = import.meta.glob('../models/recipes.json', { query: '?titles', import: 'default', eager: true });
const made = Object.values(titles)[0] ?? {};

/**
 * @param {string} name
 * @param {'config.json' | 'model.safetensors' | 'tokenizer.json'} file
 */
const addressOf = (name, file) => addresses[`../models/${name}/${file}`] ?? '';

const found = Object.keys(addresses).map((path) => path.split('/').at(-2) ?? '');
const whole = new Set(found.filter((name) => addressOf(name, 'config.json') && addressOf(name, 'model.safetensors')));
const known = Object.keys(made).filter((name) => whole.has(name));

/** Names of all models: in the order of their recipes, then those that have none. */
export const modelNames = [...known, ...[...whole].filter((name) => !known.includes(name)).sort()];

/** What a visitor reads instead of the folder's name. @param {string} name */
export const titleOf = (name) =>
  name === ownModel
    ? spoken().settings.ownModel
    : (spoken().data.model(name) ?? (Object.hasOwn(made, name) ? made[name] : undefined) ?? name);

/** Addresses of a model's files, and what its weights must hold. @param {string} name */
export const filesOf = (name) => ({
  config: addressOf(name, 'config.json'),
  weights: addressOf(name, 'model.safetensors'),
  sha256: digests[`../models/${name}/training.json`],
  ...(addressOf(name, 'tokenizer.json') && { tokenizer: addressOf(name, 'tokenizer.json') }),
  ...(name === ownModel && brought.value && { picked: brought.value }),
});
