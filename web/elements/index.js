/** The script of a bare page: importing it names all elements. Worker and wasm are found beside it. */
import { define, defineElements } from './define.js';
import { RopeFigure } from './rope-figure.js';
import { RopeScope } from './rope-scope.js';

define();
defineElements([
  ['rope-scope', RopeScope],
  ['rope-figure', RopeFigure],
]);
