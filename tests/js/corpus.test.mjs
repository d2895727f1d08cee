// The text that models are trained on: how it is written, and that what is held out stays out.
import { describe, expect, test } from '@jest/globals';
import { normalize, split } from '../../web/studies/corpus.js';

describe('normalize', () => {
  test('spells quotes, dashes and accents in ASCII', () => {
    expect(normalize('“Don’t—stop”, he said… naïve Œuvre')).toBe('"Don\'t-stop", he said... naive OEuvre');
  });

  test('joins the lines of a paragraph and keeps one newline between paragraphs', () => {
    expect(normalize('one\ntwo  three\r\n\r\n\n four\t\n')).toBe('one two three\nfour');
  });

  test('drops what the alphabet of the models lacks, and the marks of passkeys', () => {
    expect(normalize('a <b> \u0002 \u05d7 c')).toBe('a b c');
    expect(normalize('tilde ~ stays')).toBe('tilde ~ stays');
  });
});

describe('split', () => {
  // 26 documents, each of its own words.
  const documents = Array.from({ length: 26 }, (_, i) =>
    Array.from({ length: 60 }, (_, k) => `word${i}x${k * k}`).join(' '),
  );

  test('holds out every twelfth document, from the sixth on', () => {
    const { train, heldout } = split(documents);
    expect(heldout).toBe(`${documents[5]}\n${documents[17]}`);
    expect(train).toBe(documents.filter((_, i) => i !== 5 && i !== 17).join('\n'));
  });

  test('cuts what a document shares with a held-out one', () => {
    const quoted = documents[5].slice(100, 300);
    const quoting = documents.with(8, `before the quote, ${quoted} and after it`);
    const { train, heldout } = split(quoting);
    expect(heldout).toContain(quoted);
    expect(train).toContain('before the quote');
    expect(train).toContain('and after it');
    for (let at = 0; at + 74 <= heldout.length; ++at) expect(train.includes(heldout.slice(at, at + 74))).toBe(false);
  });

  test('leaves a short common phrase alone', () => {
    const phrase = 'the state of the Union and of the world';
    const changed = documents.with(5, `${documents[5]} ${phrase}`).with(8, `${documents[8]} ${phrase}`);
    expect(split(changed).train).toContain(phrase);
  });
});
