/** The account that tests read through IAM. */
import type { IAMClient } from '@aws-sdk/client-iam';
import type { TwinFixture } from './fixture.js';

export const CONTENT = `
everyAccount: { policies: { Fence: { statements: { All: { Effect: Allow, Action: "*", Resource: "*" } } } } }
accounts:
  management:
    passwordPolicy: { maxAgeDays: 90, hardExpiry: true }
    samlProviders: { workforce: { signedBy: identity-provider, validUntil: "2027-01-01T00:00:00Z" }, foreign: { signedBy: stranger } }
    policies: { Fence: { statements: { All: { Effect: Allow, Action: "*", Resource: "*" } } } }
    groups: { Readers: { path: /people/, managedPolicies: ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"], policies: { extra: { Extra: { Effect: Allow, Action: "sts:*", Resource: "*" } } } } }
    users:
      reader: { password: true, passwordResetRequired: true, groups: [Readers], permissionsBoundary: "arn:aws:iam::<self>:policy/Fence", tags: { team: blue }, mfa: { phone: { kind: virtual }, token: { kind: hardware }, key: { kind: fido } } }
identityCenter:
  permissionSets: { Investigator: { permissionsBoundary: Fence } }
`;

export function management(fixture: TwinFixture): IAMClient {
  return fixture.clients(fixture.twin.secrets().administrator).iam();
}
