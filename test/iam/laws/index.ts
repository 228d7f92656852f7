/** The laws of evaluation. */
import { conditions } from './conditions.js';
import { crossing } from './crossing.js';
import { growth } from './growth.js';
import type { Law } from './law.js';
import { sameness } from './sameness.js';
import { trace } from './trace.js';
import { wildcards } from './wildcards.js';

export const laws: readonly Law[] = [...growth, ...sameness, ...crossing, ...conditions, ...wildcards, ...trace];
