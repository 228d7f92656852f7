import { expect } from 'chai';
import type { Part } from '../../aws/snapshot/snapshot.js';
import type { Subject } from '../../harness/configuration/rule.js';
import { doorSubject } from '../../harness/questions/doors/door-rules.js';
import { configurationReads } from '../../harness/questions/read-configuration.js';
import { inspect, subjects } from '../../harness/questions/readiness/inspect.js';
import type { Inspection } from '../../harness/questions/readiness/inspect.js';
import type { Organization } from '../../organization/model.js';
import { drawn } from '../draw.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { twinFixture } from '../twin/fixture.js';
import { inspected } from './as-read.js';
import { readAsReader } from './read-as-reader.js';

const everySubject: readonly Subject[] = [...Object.values(subjects), doorSubject];

/** Enough accounts of each OU. */
const SMALL = `accounts: { ${['webshop-2', 'sandbox-2', 'sandbox-3', 'payments-test', 'webshop-test', 'payments-3'].map((name) => `${name}: null`).join(', ')} }`;

const called = (read: string): string => read.replace(/^monitoring:/, 'cloudwatch:');

/** The reader itself is refused, everywhere. */
const readerWithout = (read: string): string =>
  `identityCenter: { permissionSets: { Investigator: { policies: { shut: { Shut: { Effect: Deny, Action: "${called(read)}", Resource: "*" } } } } } }`;

/** One account refuses everybody but break glass. */
const accountWithout = (account: string, read: string): string =>
  `serviceControlPolicies: { shut: { attachedTo: [${account}], expects: indifferent, statements: { Shut: { Effect: Deny, Action: "${called(read)}", Resource: "*", Condition: { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/break-glass/BreakGlass"] } } } } } }`;

const open = (account: string): string =>
  `accounts: { ${account}: { roles: { BreakGlass: { trust: { More: { Effect: Allow, Principal: { AWS: "arn:aws:iam::999900001111:root" }, Action: "sts:AssumeRole" } } } } } }`;

/** What each subject says of an organization as the reader reads it. */
async function judged(world: Organization): Promise<{ parts: Set<Part>; of: Map<string, Inspection> }> {
  const snapshot = await readAsReader(twinFixture(world));
  const read = { ...inspected(world), snapshot };
  return {
    parts: new Set(snapshot.unread.map(({ part }) => part)),
    of: new Map(everySubject.map((subject) => [subject.id, inspect(subject, read, 's')])),
  };
}

/** The tree and what no snapshot reads: without the tree nothing is read at all. */
const READS = [...new Set(configurationReads)].filter(
  (read) => !/^organizations:(DescribeOrganization|List(Accounts|Roots|OrganizationalUnitsForParent))$/.test(read),
);

describe('what could not be read', function () {
  this.timeout(120_000);

  for (const read of drawn('unread', READS, { few: 8, more: 20 })) {
    it(`is found by nobody, and held by nobody who looks at it: ${read}`, async () => {
      const { parts, of } = await judged(landingZone(SMALL, readerWithout(read)));
      for (const { id, reads } of everySubject) {
        const { verdict, findings } = of.get(id) ?? {};
        expect(findings, id).to.deep.equal([]);
        const missing = reads.some((part) => parts.has(part));
        expect(verdict?.outcome, `${id}: ${[...parts].join()}`).to.equal(missing ? 'inconclusive' : 'held');
        if (missing) expect(verdict?.reason).to.include(called(read));
      }
    });
  }

  for (const read of ['iam:ListRoles', 'iam:GetAccountAuthorizationDetails'] as const) {
    it(`of one account hides no fault of another: ${read}`, async () => {
      const shut = accountWithout('sandbox-1', read);
      const { of } = await judged(landingZone(SMALL, shut, open('payments-1')));
      const { verdict, findings = [] } = of.get('roles') ?? {};
      expect(findings.map(({ code, accounts }) => [code, accounts.map(({ name }) => name)])).to.deep.equal([
        ['BG_TRUST_TOO_WIDE', ['payments-1']],
      ]);
      // Nobody can accept it while something is open.
      expect([verdict?.outcome, verdict?.faults]).to.deep.equal(['broken', undefined]);
      // The account does not concern those who look at the management account alone.
      for (const id of ['users', 'people', 'identity-center', 'monitoring'])
        expect(of.get(id)?.verdict.outcome, id).to.equal('held');
    });

    it(`of one account is never held for what stands there: ${read}`, async () => {
      const { of } = await judged(landingZone(SMALL, accountWithout('sandbox-1', read), open('sandbox-1')));
      const { verdict, findings } = of.get('roles') ?? {};
      expect([verdict?.outcome, findings]).to.deep.equal(['inconclusive', []]);
      expect(verdict?.reason).to.match(
        /users, groups, roles and policies of sandbox-1 could not be read.*not authorized/,
      );
    });
  }

  it('of one account is asked of another that has it: the text of a policy of AWS', async () => {
    const { parts } = await judged(landingZone(SMALL, accountWithout('payments-1', 'iam:GetPolicy')));
    expect([...parts]).to.deep.equal([]);
  });
});
