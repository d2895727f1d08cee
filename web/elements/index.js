/** The script of a bare page: importing it names all elements. Worker and wasm are found beside it. */
import { defineElements } from './define.js';
import { defineFirst } from './define-first.js';
import { defineOthers } from './define-others.js';
import { RopeFigure } from './rope-figure.js';
import { RopeScope } from './rope-scope.js';

defineFirst();
defineOthers();
defineElements([
  ['rope-scope', RopeScope],
  ['rope-figure', RopeFigure],
]);
