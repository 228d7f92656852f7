/** The shape of a scenario: a value that documents itself and can be registered with mocha as often as needed. */
import type { Drill, DrillRun } from './drill.js';
import type { Maker } from '../monitoring/forecast.js';
import type { Premise } from './premises.js';

/** What a scenario says of itself. */
export interface ScenarioDescription {
  title: string;
  /** Where the scenario comes from: a page of AWS or a standard. */
  source: string;
  /** What is proven when it holds, in single words for tables. */
  proves: readonly string[];
  /** What in it makes or tries hops into the role, for the forecast of messages; absent for one that uses nothing. */
  makes?: readonly Maker[];
}

/** Declares a check that runs after all scenarios were undone, so that waits overlap. */
export type Later = (title: string, check: () => Promise<void>) => void;

/** Declares premises and checks; its `it` is mocha's. It must not act: everything happens inside the checks. */
export type ScenarioBody = (drill: Drill, later: Later) => void;

/** A scenario. `id` is also the file name, the CLI argument and the field in the journal. */
export interface Scenario extends ScenarioDescription {
  id: string;
  /** Titles of premises and checks in order, found without playing anything. */
  outline(): { premises: string[]; checks: string[] };
  /** Declares the scenario to mocha. The function returned declares the checks that come after all scenarios. */
  register(run: DrillRun): () => void;
}

/** Makes a scenario. It is a value and not a side effect of importing, because a module can be imported only once per process. */
export function scenario(id: string, description: ScenarioDescription, body: ScenarioBody): Scenario {
  return {
    id,
    ...description,
    outline: () => outline(body),
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
    test.fn = async function () {
      await run.recorder.record(id, test.title, play);
    };
  }
}

/** Runs the body once with a drill that only listens, to learn its titles. */
function outline(body: ScenarioBody): { premises: string[]; checks: string[] } {
  const premises: string[] = [];
  const checks: string[] = [];
  const later: string[] = [];
  const listening = { given: (premise: Premise) => void premises.push(premise.title) };
  const previous = Object.getOwnPropertyDescriptor(globalThis, 'it');
  Object.defineProperty(globalThis, 'it', {
    configurable: true,
    writable: true,
    value: (title: string) => void checks.push(title),
  });
  try {
    body(listening as unknown as Drill, (title) => void later.push(title));
  } finally {
    if (previous) Object.defineProperty(globalThis, 'it', previous);
    else Reflect.deleteProperty(globalThis, 'it');
  }
  return { premises, checks: [...checks, ...later] };
}
