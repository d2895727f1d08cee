/** Names the elements that a page may draw later: curves with their library, text and angles. */
import { RopeCoverage } from './coverage.js';
import { defineElements } from './define.js';
import { RopeEncoding } from './encoding.js';
import { RopeTools } from './figure-tools.js';
import { RopePlot } from './plot.js';
import { RopeReader } from './reader.js';

export const defineOthers = () =>
  defineElements([
    ['rope-coverage', RopeCoverage],
    ['rope-encoding', RopeEncoding],
    ['rope-plot', RopePlot],
    ['rope-reader', RopeReader],
    ['rope-tools', RopeTools],
  ]);
