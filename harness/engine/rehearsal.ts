/**
 * Finds out what a scenario asks, without asking it: its body and its checks are played once with a drill that only listens.
 * A check may therefore do nothing but ask.
 */
import { wallClock } from '../../base/clock.js';
import { describeError, usageError } from '../../base/errors.js';
import type { Premise } from '../drill/premise.js';
import { questions } from '../questions/index.js';
import type { Ask, Subject } from '../questions/question.js';
import type { Drill } from './drill.js';
import type { ScenarioBody } from './scenario.js';

/** A check, and what it asks. */
export interface PlannedCheck {
  /** Unique in its scenario, made of what it asks: its title may be reworded. */
  id: string;
  title: string;
  asks: readonly Ask[];
}

/** What a scenario takes away, and what it asks. */
export interface Rehearsed {
  premises: readonly Premise[];
  checks: readonly PlannedCheck[];
}

interface Listed {
  title: string;
  check: () => unknown;
}

/** Longest time in which a check that only asks ends; milliseconds. */
const PATIENCE = 5_000;

/** Plays a body without a drill. Throws a usage error for one that fails, and for a check that waits for anything but the drill, or fails without one. */
export async function rehearse(id: string, body: ScenarioBody): Promise<Rehearsed> {
  const premises: Premise[] = [];
  const listed: Listed[] = [];
  const deferred: Listed[] = [];
  let asks: Ask[] = [];
  const drill = listening(premises, (ask) => void asks.push(ask));
  declare(id, () =>
    withIt(
      (title, check) => void listed.push({ title, check }),
      () => body(drill, (title, check) => void deferred.push({ title, check })),
    ),
  );
  if (listed.length + deferred.length === 0)
    throw usageError(`scenario "${id}" checks nothing`, 'Declare checks in its body, with it(…) or later(…).');
  const checks: PlannedCheck[] = [];
  for (const { title, check } of [...listed, ...deferred]) {
    asks = [];
    await listen(id, title, check);
    checks.push({ id: uniqueId(asks, checks), title, asks });
  }
  return { premises, checks };
}

function listening(premises: Premise[], heard: (ask: Ask) => void): Drill {
  const given = (premise: Premise): void => {
    if (typeof (premise as Partial<Premise> | undefined)?.begin !== 'function')
      throw new TypeError('what drill.given() is given is no premise');
    premises.push(premise);
  };
  const methods = questions.flatMap(({ methods: own }) => Object.entries(own));
  const subjects = methods.map(([method, { abouts = [''] }]) => [
    method,
    (about = ''): Subject => {
      if (!abouts.includes(about)) throw new TypeError(`drill.${method}() is asked about ${list(abouts)}`);
      return { method, ask: (word) => Promise.resolve(heard({ method, about, word })) };
    },
  ]);
  return { given, ...Object.fromEntries(subjects) } as unknown as Drill;
}

function list(abouts: readonly string[]): string {
  return abouts.map((about) => (about === '' ? 'nothing' : `"${about}"`)).join(', ');
}

/** Calls the body. One that waits would declare some of its checks too late: nobody would ever miss them. */
function declare(id: string, body: () => unknown): void {
  const cannot = (why: string): Error =>
    usageError(
      `scenario "${id}" cannot be planned: ${why}`,
      'Its body declares premises with drill.given(…), checks with it(…) and later(…), and does nothing else.',
    );
  let returned: unknown;
  try {
    returned = body();
  } catch (error) {
    throw cannot(describeError(error));
  }
  if (typeof (returned as Partial<Promise<unknown>> | undefined)?.then === 'function')
    throw cannot('its body is an async function');
}

async function listen(id: string, title: string, check: () => unknown): Promise<void> {
  const ended = new AbortController();
  const late = wallClock.sleep(PATIENCE, ended.signal).then(
    () => Promise.reject(new Error('it waits for something other than the drill')),
    () => undefined,
  );
  try {
    await Promise.race([Promise.resolve(check.call({ timeout: () => undefined, slow: () => undefined })), late]);
  } catch (error) {
    throw usageError(
      `scenario "${id}", check "${title}" cannot be planned: ${describeError(error)}`,
      'A check asks the drill with expect(drill.…) and does nothing else: it is played once beforehand, to know what it asks.',
    );
  } finally {
    ended.abort();
  }
}

/** mocha's `it`, which may belong to another mocha that is playing us, for the time of a synchronous act. */
function withIt<T>(it: (title: string, check: () => unknown) => void, act: () => T): T {
  const previous = Object.getOwnPropertyDescriptor(globalThis, 'it');
  Object.defineProperty(globalThis, 'it', { configurable: true, writable: true, value: it });
  try {
    return act();
  } finally {
    if (previous) Object.defineProperty(globalThis, 'it', previous);
    else Reflect.deleteProperty(globalThis, 'it');
  }
}

/** Such as `attempts.outsider.refused`, or `nothing` for a check that asks nothing. */
function uniqueId(asks: readonly Ask[], known: readonly PlannedCheck[]): string {
  const name = asks.map(nameOf).join('+') || 'nothing';
  for (let number = 1; ; number++) {
    const id = number === 1 ? name : `${name}-${number}`;
    if (!known.some((check) => check.id === id)) return id;
  }
}

function nameOf({ method, about, word }: Ask): string {
  return [method, about, ...word.split(' ')].filter((part) => part !== '').join('.');
}
