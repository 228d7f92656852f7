/** Where AWS's own matcher and `monitoring/` differ on purpose. */
import { isIP } from 'node:net';
import { parseJsonText } from '../../base/json-text.js';
import { hasMembers, membersOf } from '../../monitoring/json-tree.js';
import type { Pair } from './random.js';

export type Answer = boolean | 'refused';

/** One difference that is meant. */
interface Difference {
  id: string;
  /** What the oracle does, and why it is not done here. */
  title: string;
  /** Version of event-ruler that was seen to differ. */
  version: string;
  /** True if the difference of such a pair is this one. */
  explains: (pair: Pair, answers: { ours: Answer; theirs: Answer }) => boolean;
}

/** True for one of the lists of values of a pattern. */
function someList(pattern: string, test: (list: readonly unknown[]) => boolean): boolean {
  const pending = [parseJsonText(pattern)];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) {
      if (test(value as unknown[])) return true;
      pending.push(...(value as unknown[]));
    } else if (hasMembers(value)) for (const [, content] of membersOf(value)) pending.push(content);
  }
  return false;
}

const hasOperator = (list: readonly unknown[], operator: string): boolean =>
  list.some((entry) => hasMembers(entry) && membersOf(entry).some(([name]) => name === operator));
const isAddress = (entry: unknown): boolean =>
  typeof entry === 'string' ? isIP(entry) > 0 : hasMembers(entry) && membersOf(entry).some(([name]) => name === 'cidr');

/** True if an object of the event repeats a name, or has a field both by a dotted name and inside of another. */
function tellsTwice(event: string): boolean {
  const pending = [parseJsonText(event)];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...(value as unknown[]));
    else if (hasMembers(value)) {
      const names = membersOf(value).map(([name]) => name);
      if (names.some((name, place) => names.some((other, at) => at !== place && `${other}.`.startsWith(`${name}.`))))
        return true;
      for (const [, content] of membersOf(value)) pending.push(content);
    }
  }
  return false;
}

export const differences: readonly Difference[] = [
  {
    id: 'empty-name',
    title: 'a field whose name is empty, or has an empty step, is overlooked; no event of AWS has one',
    version: '2.1.0',
    explains: ({ pattern }) => /"":|"\\.|\\.\\.|\\.":/.test(pattern),
  },
  {
    id: 'beside-a-range',
    title:
      'a text or a number may be lost beside a range of numbers or an address in one list, since its automaton joins them',
    version: '2.1.0',
    explains: ({ pattern }, { ours, theirs }) =>
      ours === true &&
      theirs === false &&
      someList(pattern, (list) => list.length > 1 && (list.some(isAddress) || hasOperator(list, 'numeric'))),
  },
  {
    id: 'field-told-twice',
    title:
      'of a name that an event repeats, or spells with dots and without, not each value is tried; no record has one',
    version: '2.1.0',
    explains: ({ event }) => tellsTwice(event),
  },
  {
    id: 'ignoring-case-beside-a-wildcard',
    title: 'a wildcard with a star in front and equals-ignore-case in one list match texts that neither matches alone',
    version: '2.1.0',
    explains: ({ pattern }) =>
      someList(pattern, (list) => hasOperator(list, 'wildcard') && hasOperator(list, 'equals-ignore-case')),
  },
];
