#!/usr/bin/env node
/** What `breakglass-drill` on the path starts. */
import { exitCode } from '../reports/exit-codes.js';
import { main } from './main.js';

process.exitCode = await main(process.argv.slice(2));
// Who stops a drill does not wait for what cannot be called back, such as the pull of an image.
if (process.exitCode === exitCode('aborted')) process.stdout.write('', () => process.exit());
