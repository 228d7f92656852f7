/** What plain `npx mocha` requires: finishes the drill and turns its outcome into the exit code. */
import { finishForMocha } from './session.js';

/** mocha's global teardown: explains, reports, and overrules mocha's own exit code, which counts failures. */
export async function mochaGlobalTeardown(): Promise<void> {
  const finished = await finishForMocha();
  if (!finished) return;
  process.stdout.write(`${finished.lines.join('\n')}\n`);
  process.on('beforeExit', () => {
    process.on('exit', () => {
      process.exitCode = finished.exitCode;
    });
  });
}
