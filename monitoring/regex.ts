/** Runs the regular expressions of filter patterns as an automaton, so that no expression is slow on any text. */
import { PatternError } from './pattern-error.js';
import type { RegexTerm } from './regex-syntax.js';
import { parseRegex } from './regex-syntax.js';

/** Most states of one automaton: the time for a text is at most its length times this. */
const MOST_STATES = 600;

/** A state: consumes one character of a class, stands at the start or end of the text, or goes on without consuming. */
type State =
  | { kind: 'class'; matches: (code: number) => boolean; next: number }
  | { kind: 'start' | 'end'; next: number }
  | { kind: 'split'; next: number; other: number }
  | { kind: 'done' };

/** Compiles the text between two `%`. The result is true if the expression is found anywhere in a text. Throws a `PatternError`. */
export function compileRegex(source: string): (text: string) => boolean {
  const states: State[] = [{ kind: 'done' }];
  const starts = parseRegex(source).map((terms) => append(states, terms));
  if (states.length > MOST_STATES) throw new PatternError(`Regular expression %${source}% is too complex`);
  return (text) => run(states, starts, text);
}

/** Adds the states of a sequence of terms, from the last to the first; returns the first. */
function append(states: State[], terms: readonly RegexTerm[]): number {
  const add = (state: State): number => {
    if (states.length > MOST_STATES) return 0;
    return states.push(state) - 1;
  };
  let next = 0;
  for (const { atom, minimum, maximum } of terms.toReversed()) {
    const once = (after: number): number =>
      add(atom.kind === 'class' ? { ...atom, next: after } : { kind: atom.kind, next: after });
    if (maximum === Infinity) {
      const loop = { kind: 'split' as const, next, other: 0 };
      next = add(loop);
      loop.other = once(next);
    } else {
      const end = next;
      for (let optional = minimum; optional < maximum; optional++)
        next = add({ kind: 'split', next: once(next), other: end });
    }
    for (let required = 0; required < minimum; required++) next = once(next);
  }
  return next;
}

function run(states: readonly State[], starts: readonly number[], text: string): boolean {
  // For every state the position at which it was reached last: a set that empties itself.
  const walk: Walk = {
    reachedAt: new Int32Array(states.length).fill(-1),
    pending: [],
    reached: [],
    position: 0,
    length: text.length,
  };
  let current: number[] = [];
  for (; walk.position <= text.length; walk.position++) {
    walk.reached = [];
    for (const index of current) if (follow(states, index, walk)) return true;
    // The expression may begin at every position.
    for (const index of starts) if (follow(states, index, walk)) return true;
    const code = text.charCodeAt(walk.position);
    current = [];
    for (const index of walk.reached) {
      const state = states[index];
      if (state?.kind === 'class' && state.matches(code)) current.push(state.next);
    }
  }
  return false;
}

interface Walk {
  reachedAt: Int32Array;
  pending: number[];
  /** The states at this position that wait for a character. */
  reached: number[];
  position: number;
  length: number;
}

/** Goes to a state and to all that it leads to without a character. True if one of them is the end. */
function follow(states: readonly State[], first: number, walk: Walk): boolean {
  const { reachedAt, pending, position } = walk;
  pending.push(first);
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    if (reachedAt[index] === position) continue;
    reachedAt[index] = position;
    const state = states[index];
    if (state?.kind === 'done') return true;
    if (state?.kind === 'class') walk.reached.push(index);
    if (state?.kind === 'split') pending.push(state.other, state.next);
    if ((state?.kind === 'start' && position === 0) || (state?.kind === 'end' && position === walk.length))
      pending.push(state.next);
  }
  return false;
}
