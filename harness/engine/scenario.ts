/** The shape of a scenario: a value that documents itself and can be registered with mocha as often as needed. */
import { version } from '../../base/version.js';
import type { Drill, DrillRun } from './drill.js';
import { rehearse } from './rehearsal.js';
import type { Rehearsed } from './rehearsal.js';

/** What a scenario says of itself. */
export interface ScenarioDescription {
  title: string;
  /** Where the scenario comes from: a page of AWS or a standard. */
  source: string;
  /** What is proven when it holds, in single words for tables. */
  proves: readonly string[];
}

/** Declares a check that runs after all scenarios were undone, so that waits overlap. */
export type Later = (title: string, check: () => Promise<void>) => void;

/**
 * Declares premises and checks; its `it` is mocha's. It must not act: everything happens inside the checks, and they do
 * nothing but ask. Before the drill starts, they are played once with a drill that only listens.
 */
export type ScenarioBody = (drill: Drill, later: Later) => void;

/** A scenario. `id` is also the file name, the CLI argument and the field in the journal. */
export interface Scenario extends ScenarioDescription {
  id: string;
  /** Version of the package that made it: only that version can play it. */
  madeWith: string;
  /** Premises and checks in order, with what each asks. Throws a usage error for a check that cannot be planned. */
  rehearse(): Promise<Rehearsed>;
  /** Declares the scenario to mocha. The function returned declares the checks that come after all scenarios. */
  register(run: DrillRun): () => void;
}

/** Makes a scenario. It is a value and not a side effect of importing, because a module can be imported only once per process. */
export function scenario(id: string, description: ScenarioDescription, body: ScenarioBody): Scenario {
  return {
    id,
    ...description,
    madeWith: version,
    rehearse: () => rehearse(id, body),
    register: (run) => {
      const drill = run.scenario(id);
      const deferred: { title: string; check: () => Promise<void> }[] = [];
      describe(id, function () {
        // Deadlines belong to the clock that every call receives: mocha cannot stop a body that it has timed out.
        this.timeout(0);
        before('the premises begin', () => drill.begin());
        beforeEach(() => run.signal.throwIfAborted());
        after('everything is put back', () => drill.undo());
        body(drill, (title, check) => deferred.push({ title, check }));
        recordTests(this, run, id);
      });
      return () => {
        if (deferred.length === 0) return;
        describe(`${id}, afterwards`, function () {
          this.timeout(0);
          beforeEach(() => run.signal.throwIfAborted());
          for (const { title, check } of deferred) it(title, check);
          recordTests(this, run, id);
        });
      };
    },
  };
}

/** Wraps every test of a suite, so that its outcome is recorded under any reporter, ours or mocha's own. */
function recordTests(suite: Mocha.Suite, run: DrillRun, id: string): void {
  for (const test of suite.tests) {
    const play = test.fn as (() => Promise<void>) | undefined;
    if (!play) throw new Error(`${id}: check "${test.title}" has no body`);
    const check = run.nextCheck(id, test.title);
    test.fn = async function () {
      await run.recorder.record(id, check, play);
    };
  }
}
