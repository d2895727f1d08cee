/** The script of a bare page: importing it names all elements. Worker and wasm are found beside it. */
import { startEnginesWith } from '../scope/engine.js';
import { defineElements } from './define.js';
import { defineFirst } from './define-first.js';
import { defineOthers } from './define-others.js';
import { RopeFigure } from './rope-figure.js';
import { RopeScope } from './rope-scope.js';

if (new URL(import.meta.url).origin !== location.origin)
  startEnginesWith(async () => (await import('./foreign-engine.js')).createEngine());
defineFirst();
defineOthers();
defineElements([
  ['rope-scope', RopeScope],
  ['rope-figure', RopeFigure],
]);
