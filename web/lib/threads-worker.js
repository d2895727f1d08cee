/** The worker of an engine with threads in browsers. */

import * as threads from './modules/threads.js';
import { serve } from './serve.js';

serve(threads);
