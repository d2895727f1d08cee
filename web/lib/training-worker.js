/** The worker of a training in browsers. */

import * as training from './modules/training.js';
import { serve } from './serve.js';

serve(training);
