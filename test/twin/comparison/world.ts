/** The organization that every row of the comparison is put to: served over HTTP, called by unmodified SDK clients. */
import { AttachPolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts';
import type { Clients } from '../../../aws/clients.js';
import type { Credentials } from '../../../aws/signer.js';
import { wallClock } from '../../../base/clock.js';
import type { Clock } from '../../../base/clock.js';
import { loadOrganization } from '../../../organization/load.js';
import { servedFixture } from '../served.js';
import type { ServedFixture } from '../served.js';

/** Alice and Bob may assume any role, Carol may nothing; the roles of the member trust Alice, each in its own way. */
const DOCUMENT = `
organization: { id: o-comparison1, homeRegion: eu-west-1, management: management }
ous: { Workloads: { in: Root } }
accounts:
  management:
    id: "111122223333"
    # Without a trail no call becomes an event.
    monitoring: { trails: { watched: { region: eu-west-1 } } }
    users:
      alice: &hopper
        accessKey: true
        mfa: { phone: { kind: virtual } }
        policies: { hop: { Hop: { Effect: Allow, Action: "sts:*", Resource: "*" } } }
      bob: *hopper
      carol: { accessKey: true }
      reader:
        accessKey: true
        policies: { read: { Read: { Effect: Allow, Action: ["organizations:Describe*", "organizations:List*"], Resource: "*" } } }
      bounded:
        <<: *hopper
        permissionsBoundary: "arn:aws:iam::aws:policy/IAMReadOnlyAccess"
      forbidden:
        accessKey: true
        policies: { hop: { Hop: { Effect: Allow, Action: "sts:AssumeRole", Resource: "*" }, Stop: { Effect: Deny, Action: "sts:AssumeRole", Resource: "*" } } }
      administrator: { accessKey: true, managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }
    roles:
      SameAccount: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<self>:user/alice" }, Condition: &mfa { Bool: { "aws:MultiFactorAuthPresent": "true" } } } } }
      OwnAccount: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<self>" } } } }
      Ordinary: &ordinary
        managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"]
        trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<management>" } } }
  member:
    id: "222233334444"
    ou: Workloads
    roles:
      Ordinary: *ordinary
      BreakGlass: *ordinary
      Mfa: { maxSessionSeconds: 7200, trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:user/alice" }, Condition: *mfa } } }
      Alice: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:user/alice" } } } }
      External: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<management>" }, Condition: { StringEquals: { "sts:ExternalId": agreed } } } } }
      Named: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<management>" }, Condition: { StringEquals: { "sts:RoleSessionName": emergency } } } } }
      Members: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "*" }, Condition: { StringEquals: { "aws:PrincipalOrgID": o-comparison1 } } } } }
      Next: { maxSessionSeconds: 7200, trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<self>:role/Ordinary" } } } }
outsiders:
  stranger:
    id: "999900001111"
    users: { mallory: { accessKey: true, policies: { hop: { Hop: { Effect: Allow, Action: "sts:*", Resource: "*" } } } } }
`;
export const MANAGEMENT = '111122223333';
export const MEMBER = '222233334444';

const organization = loadOrganization('comparison.yaml', DOCUMENT, []);

export interface World extends ServedFixture {
  administrator: Clients;
}

/** A world that nothing has happened in yet. Signatures are held against `wireClock`. */
export async function openWorld(wireClock: Clock = wallClock): Promise<World> {
  const served = await servedFixture(organization, wireClock);
  return { ...served, administrator: served.clients(served.keys('management', 'administrator')) };
}

/** `allowed`, or the code of the refusal. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'allowed',
    (error: Error) => error.name,
  );
}

/** What the refusal says. */
export async function message(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'allowed',
    (error: Error) => error.message,
  );
}

/** AssumeRole of a role of the member account, unless `more` names another. */
export function assume(
  world: World,
  credentials: Credentials,
  role: string,
  more: Partial<AssumeRoleCommandInput> = {},
): Promise<AssumeRoleCommandOutput> {
  return world
    .clients(credentials)
    .sts()
    .send(
      new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${MEMBER}:role/${role}`, RoleSessionName: 'comparison', ...more }),
    );
}

/** The device of a user and the code that it shows `offset` steps from now, for a call. */
export function proof(world: World, user = 'alice', offset = 0): { SerialNumber: string; TokenCode: string } {
  const { serialNumber, code } = world.mfa('management', user, offset);
  return { SerialNumber: serialNumber, TokenCode: code };
}

/** A policy document of those statements. */
export function document(...statements: object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** Makes an SCP of the statements and attaches it; the member account unless another target is named. */
export async function attach(world: World, statements: readonly object[], target = MEMBER): Promise<void> {
  const organizations = world.administrator.organizations();
  const { Policy: made } = await organizations.send(
    new CreatePolicyCommand({
      Name: `guardrail-of-${target}`,
      Description: '',
      Type: 'SERVICE_CONTROL_POLICY',
      Content: document(...statements),
    }),
  );
  await organizations.send(new AttachPolicyCommand({ PolicyId: made?.PolicySummary?.Id, TargetId: target }));
}
