import { expect } from 'chai';
import { GetRoleCommand, GetUserCommand } from '@aws-sdk/client-iam';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';

const statement = '{ Effect: Deny, Action: "iam:GetUser", Resource: "*" }';
const role = (trust: string): string => `accounts: { network: { roles: { R: { trust: { In: ${trust} } } } } }`;
/** What an overlay says, and why AWS would not store it; `undefined`: it would. */
const rows: readonly (readonly [overlay: string, reason: string | undefined])[] = [
  [
    role('{ Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:root" } }'),
    undefined,
  ],
  [
    role('{ Effect: Allow, Action: "sts:*", Principal: { AWS: "arn:aws:iam::<management>:root" } }'),
    'AWS would not store the trust policy of role R in network: AssumeRole policy may only specify STS AssumeRole actions.',
  ],
  [
    role('{ Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: "lambda.amazon.com" } }'),
    'AWS would not store the trust policy of role R in network: Invalid principal in policy: "SERVICE":"lambda.amazon.com"',
  ],
  [
    `accounts: { network: { policies: { P: { statements: { ${'S'.repeat(6144)}: ${statement} } } } } }`,
    'AWS would not store the policy P in network: Cannot exceed quota for PolicySize: 6144',
  ],
  [
    `accounts: { network: { users: { u: { policies: { p: { S: ${statement.replace('"*"', '"arn:aws:iam::<self>:users/u"')} } } } } } }`,
    'AWS would not store the policy p of u in network: IAM resource path must either be "*" or start with user/',
  ],
  [
    `serviceControlPolicies: { g: { description: d, attachedTo: [Root], expects: binds, statements: { S: ${statement.replace('"*"', '"arn:aws:s*:::bucket"')} } } }`,
    'AWS would not store the service control policy g: Resource vendor must be fully qualified and cannot contain regexes.',
  ],
];

describe('an organization whose policies AWS would not store', () => {
  it('is not built, and the reason is said', () => {
    for (const [overlay, reason] of rows) {
      const build = (): unknown => twinFixture(landingZone(overlay));
      if (reason === undefined) build();
      else expect(build, overlay).to.throw(reason);
    }
  });
});

describe('IAM shows', () => {
  it('an account in a trust policy by the ARN of its root, and the root user itself', async () => {
    const fixture = twinFixture(
      landingZone(
        'accounts: { management: { roles: { R: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: ["999900001111", "arn:aws:iam::<network>:root"] } } } } } } }',
      ),
    );
    const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
    const { Role: shown } = await iam.send(new GetRoleCommand({ RoleName: 'R' }));
    expect(decodeURIComponent(shown?.AssumeRolePolicyDocument ?? '')).to.include(
      '["arn:aws:iam::999900001111:root","arn:aws:iam::444455556666:root"]',
    );
    expect((await iam.send(new GetUserCommand({}))).User).to.include({
      UserId: '111122223333',
      Arn: 'arn:aws:iam::111122223333:root',
    });
  });
});
