// What the content policy of decks lets reveal.js write as a string.
import { expect, test } from '@jest/globals';
import { revealMarkup } from '../../web/lectures/reveal-markup.js';

test('a deck lets through what reveal.js writes, and no markup that could do anything', () => {
  const fine = [
    '',
    '<span class="slide-number-a">3</span>\n<span class="slide-number-delimiter">/</span>',
    '<button class="navigate-left" aria-label="previous slide"><div class="controls-arrow"></div></button>',
    '<a href="#/neighbours">\n<span class="slide-number-a">3</span></a>',
  ];
  expect(fine.map(revealMarkup)).toEqual(fine);
  const foul = [
    '<script>x</script>',
    '<img src="x">',
    '<span onclick="x">3</span>',
    '<a href="javascript:x">3</a>',
    '<a href="#/a"x>3</a>',
    '<div class="a"style="b"></div>',
    '<span class="a" class=b>&lt;',
    '<div><svg/></div>',
  ];
  expect(foul.map(revealMarkup)).toEqual(foul.map(() => null));
});
