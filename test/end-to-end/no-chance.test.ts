import { expect } from 'chai';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';

/** A statement more in the trust policy of one account, or another condition in the one that it has. */
const trust = (account: string, statements: string): string =>
  `accounts: { ${account}: { roles: { BreakGlass: { trust: ${statements} } } } }`;

const asks = (condition: string): string => `{ BreakGlassUsers: { Condition: { StringEquals: { ${condition} } } } }`;

/** Without MFA, for whoever chooses well. */
const more = (condition: string): string =>
  `{ More: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:user/break-glass/break-glass-1" }, Condition: { StringEquals: { ${condition} } } } }`;

/** What asks for something of which a hop has one value in one account, and another in the next. */
const FAULTS: Readonly<Record<string, { statements: string; code: string }>> = {
  'a Region that some hops go through': {
    statements: asks('"aws:RequestedRegion": us-east-1'),
    code: 'BG_TRUST_DENIED',
  },
  'the Region that the others go through': {
    statements: asks('"aws:RequestedRegion": eu-west-1'),
    code: 'BG_TRUST_DENIED',
  },
  'one user': { statements: asks('"aws:username": break-glass-1'), code: 'BG_TRUST_DENIED' },
  'no MFA in a Region that no hop goes through': {
    statements: more('"aws:RequestedRegion": ap-southeast-2'),
    code: 'BG_MFA_NOT_REQUIRED',
  },
  'no MFA for a name of a session': {
    statements: more('"sts:RoleSessionName": let-me-in'),
    code: 'BG_MFA_NOT_REQUIRED',
  },
};

describe('no verdict by chance', function () {
  this.timeout(120_000);
  for (const [title, { statements, code }] of drawn('chance', Object.entries(FAULTS), { few: 1, more: 3 })) {
    it(`finds a trust that asks for ${title}, in whatever account and with whatever seed`, async () => {
      const found: unknown[] = [];
      // Neighbours in the plan: their hops go through different Regions.
      for (const [account, seed] of [
        ['payments-1', '1'],
        ['payments-2', '2'],
      ] as const) {
        const { result } = await playDrill([trust(account, statements)], {
          scenarios: ['readiness', 'identity-provider-failure'],
          seed,
        });
        found.push([
          result.drill.outcome,
          result.findings.map((finding) => [finding.code, finding.accounts.map(({ name }) => name.replace(/\d$/, ''))]),
        ]);
      }
      const one = ['broken', [[code, ['payments-']]]];
      expect(found).to.deep.equal([one, one]);
    });
  }
});
