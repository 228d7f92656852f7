#!/usr/bin/env node
/** What `breakglass-drill` on the path starts. */
import { main } from './main.js';

process.exitCode = await main(process.argv.slice(2));
