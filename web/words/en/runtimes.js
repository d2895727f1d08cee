/** What the settings of other runtimes are shown with: fetched when the first config.json was read. */

export const runtimes = {
  asked: 'What is asked for',
  length: 'Longest text, tokens',
  fromFile: (/** @type {string} */ method) => `As the file asks: ${method}.`,
  chosen: (/** @type {string} */ file, /** @type {string} */ method) =>
    `Another method than the file's: ${method} in place of ${file}.`,
  changed: (/** @type {string} */ method) => `The file's method, ${method}, with other values than the file's.`,
  back: 'Back to the file',
  answers: 'What each engine needs to be told',
  loading: 'Asking for the settings.',
  heads: ['Setting', 'Value', 'Why'],
  settings: (/** @type {string} */ name) => `${name}: settings`,
  says: 'has it',
  cannot: 'has no form of it',
  numbers: (/** @type {string} */ first, /** @type {number} */ count) => `${first}, … (${count} numbers)`,
  command: (/** @type {string} */ program) => `Arguments of ${program}`,
  file: 'Goes beside the weights in place of the old file; tokenizer and generation_config.json stay as they are.',
  copy: 'Copy the arguments',
  copied: 'Copied',
  download: (/** @type {string} */ name) => `Download ${name}`,
  elsewhere: 'Under this name:',
  /** Advice that is true of any model: the page itself has no weights. */
  weights: {
    before: 'A GGUF file would hold these settings itself, but is made of the weights, which are not here: ',
    after: ' of llama.cpp makes one of the folder with its config.json.',
  },
  none: 'No settings are written here for any engine.',
  unknownClass: 'They are written for the classes of model that this library runs itself.',
};
