import { expect } from 'chai';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';

/** Only an MFA session may do anything but look after its own devices: AWS's policy that forces MFA (IAM tutorial, "Permit users to manage their credentials and MFA settings"). */
const FORCES_MFA =
  'DenyAllButOwnDevices: { Effect: Deny, NotAction: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetUser", "iam:ListMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken"], Resource: "*", Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } } }';

const inPolicy = (users: readonly string[], policies: string): string =>
  `accounts: { management: { users: { ${users.map((user) => `${user}: { policies: { ${policies} } }`).join(', ')} } } }`;
const BOTH = ['break-glass-1', 'break-glass-2'];
const ASKED =
  'assume-break-glass-role: { AssumeBreakGlassRole: { Condition: { Bool: { aws:MultiFactorAuthPresent: "true" } } } }';
const FORCED = `forces-mfa: { ${FORCES_MFA} }`;
const NOT_IN_TRUST =
  'everyAccount: { roles: { BreakGlass: &role { trust: { BreakGlassUsers: { Condition: null } } } } }\naccounts: { management: { roles: { BreakGlass: *role } } }';
const BOUNDARY =
  'accounts: { management: { policies: { with-mfa: { statements: { Allow: { Effect: Allow, Action: "*", Resource: "*", Condition: { Bool: { aws:MultiFactorAuthPresent: "true" } } } } } }, users: { break-glass-1: &user { permissionsBoundary: "arn:aws:iam::<self>:policy/with-mfa" }, break-glass-2: *user } } }';

const ROWS: readonly (readonly [string, readonly string[], string, string])[] = [
  ['the trust policies and the users’ own', [inPolicy(BOTH, ASKED)], 'held', ''],
  ['the trust policies and a policy that forces MFA', [inPolicy(BOTH, FORCED)], 'held', ''],
  // In its own account a trust policy that names a user is enough: what the user's policy does not allow is allowed there.
  ['the users’ own policies alone', [NOT_IN_TRUST, inPolicy(BOTH, ASKED)], 'broken', 'BG_MFA_NOT_REQUIRED'],
  ['a policy that forces MFA alone', [NOT_IN_TRUST, inPolicy(BOTH, FORCED)], 'held', ''],
  ['the trust policies and a permissions boundary', [BOUNDARY], 'held', ''],
  [
    'the own policy of one user alone',
    [NOT_IN_TRUST, inPolicy(['break-glass-1'], ASKED)],
    'broken',
    'BG_MFA_NOT_REQUIRED',
  ],
  [
    'a policy that forces MFA and takes a long-term key for it',
    [NOT_IN_TRUST, inPolicy(BOTH, FORCED.replace('BoolIfExists', 'Bool'))],
    'broken',
    'BG_MFA_NOT_REQUIRED',
  ],
];

describe('MFA may be asked for by any policy, and by more than one', function () {
  this.timeout(120_000);
  for (const [asks, overlays, outcome, code] of drawn('who asks for MFA', ROWS, { few: 3, more: 4 }))
    it(`it is by ${asks}: ${outcome}`, async () => {
      const { result } = await playDrill(overlays, { scenarios: ['readiness', 'identity-provider-failure'] });
      const [check] = result.scenarios.flatMap(({ checks }) => checks.filter(({ id }) => id.includes('without-mfa')));
      expect([check?.outcome, [...new Set(result.findings.map((finding) => finding.code))].join()]).to.deep.equal([
        outcome,
        code,
      ]);
      expect(result.drill.outcome).to.equal(outcome);
    });
});
