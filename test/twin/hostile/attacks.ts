/** Every kind of attack, as a function from chance to a request. */
import type { Make } from './make.js';
import { matchers } from './matchers.js';
import { inputs } from './random-inputs.js';
import { tampering } from './tampering.js';
import { unsignedCalls } from './unsigned-calls.js';
import { wrongShapes } from './wrong-shapes.js';

/** By name; each is made as often as every other, but for those that are dear. */
export const attacks: Readonly<Record<string, Make>> = {
  ...tampering,
  ...wrongShapes,
  ...unsignedCalls,
  ...matchers,
  ...inputs,
};

/** Attacks that cost the attacker as much as the server: one of so many is made. */
export const RARELY: Readonly<Record<string, number>> = {
  'a body that is too large': 40,
  'bad gzip': 4,
  'an Authorization header of chance': 2,
  'a path of chance': 2,
};
