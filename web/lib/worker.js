/** The worker of the browser's engine. */

import * as engine from './modules/engine.js';
import { serve } from './serve.js';

serve(engine);
