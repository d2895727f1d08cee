/** Words as a command line: POSIX.1-2017, Shell Command Language, 2.2.2 (single quotes keep every character but their own). */

const harmless = /^[\w./+-]+$/; // means itself to every shell

/** @param {string} word  without NUL, which no argument can hold */
const quoted = (word) => (harmless.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

/**
 * What a POSIX shell splits into these words again.
 * @param {string[]} words
 */
export const commandLine = (words) => words.map(quoted).join(' ');
