import { expect } from 'chai';
import fc from 'fast-check';
import { catalogueEntry } from '../../harness/questions/catalogue.js';
import { inspect, subjects } from '../../harness/questions/readiness/inspect.js';
import type { Inspected, Rule } from '../../harness/configuration/rule.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { inspected } from './as-read.js';
import { cases } from './cases/index.js';

const rules: readonly Rule[] = Object.values(subjects).flatMap(({ rules: some }) => [...some]);

/** What each rule finds: code, accounts and cause. */
function found(world: Inspected, chosen: readonly Rule[] = rules): string[] {
  return chosen.flatMap((rule) =>
    rule
      .inspect(world)
      .map(
        ({ code = rule.code, cause, accounts }) => `${rule.id} ${code} [${[...accounts].sort().join(' ')}] ${cause}`,
      ),
  );
}

describe('the rules of readiness', () => {
  it('find nothing in the sound landing zone', () => {
    expect(found(inspected(landingZone()))).to.deep.equal([]);
    for (const subject of Object.values(subjects))
      expect(inspect(subject, inspected(landingZone()), 's').verdict, subject.id).to.deep.include({ outcome: 'held' });
  });

  for (const { rule, fault, overlay, change, expects } of cases) {
    it(`${rule} finds ${fault}`, () => {
      const world = inspected(landingZone(...(overlay === undefined ? [] : [overlay])));
      change?.(world);
      const seen = found(world);
      expect(seen.filter((line) => line.startsWith(`${rule} `)).join('\n'), seen.join('\n')).to.match(expects);
      for (const line of seen) expect(catalogueEntry(line.split(' ')[1] ?? ''), line).to.not.equal(undefined);
      // A fault has one cause: other rules may see it too, and then say the same.
      expect(new Set(seen.map((line) => line.replace(/^\w+ /, ''))), seen.join('\n')).to.have.property('size', 1);
    });
  }

  it('each have a case', () => {
    const tried = new Set(cases.map(({ rule }) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !tried.has(id))).to.deep.equal([]);
  });

  it('have ids of their own and codes that are explained', () => {
    expect(new Set(rules.map(({ id }) => id)).size).to.equal(rules.length);
    for (const { code } of rules) expect(catalogueEntry(code)?.code).to.equal(code);
  });

  it('do not depend on the order of accounts, users and policies', () => {
    const broken = landingZone(
      'accounts: { network: { roles: { BreakGlass: null } }, webshop-1: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Condition: null } } } } } }',
      'serviceControlPolicies: { no-new-iam-users: { statements: { DenyUsersAndKeys: { Condition: null } } } }',
    );
    const sorted = found(inspected(broken)).sort();
    expect(sorted.length).to.be.greaterThan(2);
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (stream) => {
        const shuffle = <T>(members: Record<string, T>): Record<string, T> =>
          Object.fromEntries(
            Object.entries(members)
              .map((entry) => [stream.next().value, entry] as const)
              .sort(([left], [right]) => left - right)
              .map(([, entry]) => entry),
          );
        const shuffled = {
          ...broken,
          accounts: shuffle(broken.accounts),
          serviceControlPolicies: shuffle(broken.serviceControlPolicies),
          ous: shuffle(broken.ous),
        };
        expect(found(inspected(shuffled)).sort()).to.deep.equal(sorted);
      }),
      { seed: 3, numRuns: 10 },
    );
  });
});
