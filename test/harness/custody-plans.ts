/** Plans of custody: any at all, and a sound one. */
import fc from 'fast-check';
import type { CustodyPlan } from '../../harness/people/losses.js';

/** The people of a drawn plan. */
export const names = ['a', 'b', 'c', 'd', 'e'];
const store = fc.record({
  description: fc.constant(''),
  signIn: fc.constant('none' as const),
  keptBy: fc.subarray(names),
  site: fc.constantFrom('x', 'y'),
});
const optional = (value: string): fc.Arbitrary<string | undefined> => fc.constantFrom(undefined, value);
/** Five people, four stores, and two users one of whom may lack a store. */
export const plan: fc.Arbitrary<CustodyPlan> = fc
  .record({
    people: fc.tuple(
      ...names.map(() =>
        fc.record({
          team: fc.constantFrom('t', 'u', 'v'),
          site: fc.constantFrom('x', 'y'),
          manager: fc.constantFrom('m', 'n', undefined),
        }),
      ),
    ),
    stores: fc.tuple(store, store, store, store),
    second: fc.record({ accessKey: optional('s0'), password: optional('s2'), mfa: optional('s3') }),
  })
  .map(({ people, stores, second }) => ({
    people: Object.fromEntries(
      people.map(({ manager, ...person }, index) => [
        names[index] ?? '',
        manager === undefined ? person : { ...person, manager },
      ]),
    ),
    stores: Object.fromEntries(stores.map((each, index) => [`s${index}`, each])),
    users: {
      one: { custody: { accessKey: 's0', mfa: 's1' } },
      two: { custody: Object.fromEntries(Object.entries(second).filter(([, value]) => value !== undefined)) },
    },
  }));

/** A loss of these people and of no site. */
export const lost = (...people: string[]): { people: Set<string>; sites: Set<string> } => ({
  people: new Set(people),
  sites: new Set(),
});

/** Nobody opens anything alone, and no loss of one takes both users. */
export const sound: CustodyPlan = {
  people: {
    a: { team: 't', site: 'x' },
    b: { team: 'u', site: 'x' },
    c: { team: 'v', site: 'y' },
    d: { team: 'w', site: 'y' },
  },
  stores: Object.fromEntries(
    ['a', 'b', 'c', 'd'].map((name) => [`of-${name}`, { description: '', signIn: 'none' as const, keptBy: [name] }]),
  ),
  users: {
    one: { custody: { accessKey: 'of-a', password: 'of-a', mfa: 'of-b' } },
    two: { custody: { accessKey: 'of-c', password: 'of-c', mfa: 'of-d' } },
  },
};
