/** Plays scenarios with mocha inside this process, as often as somebody likes. */
import Mocha from 'mocha';
import type { DrillRun } from './drill.js';
import type { Scenario } from './scenario.js';

/** mocha's own output is off: the drill reports for itself. It extends Base, or mocha would not keep a test's error. */
class SilentReporter extends Mocha.reporters.Base {}

const GLOBALS = [
  'describe',
  'it',
  'before',
  'after',
  'beforeEach',
  'afterEach',
  'context',
  'specify',
  'xdescribe',
  'xit',
  'xcontext',
  'xspecify',
  'run',
] as const;

/** Plays the scenarios of a run one after another; resolves when all were played and undone, whatever they found. */
export async function playScenarios(scenarios: readonly Scenario[], run: DrillRun): Promise<void> {
  const mocha = new Mocha({ reporter: SilentReporter, failZero: true });
  // The globals may belong to another mocha that is playing us. Registering is synchronous, so drills cannot mix.
  const kept = GLOBALS.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  try {
    mocha.suite.emit('pre-require', globalThis, '', mocha);
    registerScenarios(scenarios, run);
  } finally {
    for (const [name, descriptor] of kept) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      // Otherwise every drill of a process leaves its listeners on it.
      runner.dispose();
      resolve();
    });
  });
}

/** Declares scenarios to whichever mocha is listening; what they deferred comes after all of them were undone. */
export function registerScenarios(scenarios: readonly Scenario[], run: DrillRun): void {
  for (const flush of scenarios.map((scenario) => scenario.register(run))) flush();
}
