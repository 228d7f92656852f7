/** The spec of plain `npx mocha`: plays the drill of drill.yaml with mocha's own reporter and our exit codes. */
import { describeError } from '../../base/errors.js';
import { openForMocha } from './session.js';
import { registerScenarios } from '../../harness/engine/play-with-mocha.js';

// `delay` in .mocharc.json makes mocha wait for `run()`, because preparing a drill takes calls.
openForMocha().then(
  (drill) => {
    registerScenarios(drill.scenarios, drill.run);
    run();
  },
  (error: unknown) => {
    process.stderr.write(`breakglass-drill: ${describeError(error)}\n`);
    process.exit(2);
  },
);
