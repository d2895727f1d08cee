/** The worker that writes exports in browsers. */

import * as doctor from './modules/doctor.js';
import { serve } from './serve.js';

serve(doctor);
