/** Who breaks a running endpoint, and with what: unmodified SDK clients, whose calls the endpoint's own policies decide. */
import { GetRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DescribePolicyCommand,
  DetachPolicyCommand,
  ListPoliciesCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import type { PolicyType } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import type { Transport } from '../../aws/transport.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import type { Organization } from '../../organization/model.js';
import { shippedLandingZone } from '../landing-zone.js';

/**
 * What the landing zone has besides: fewer accounts, for speed, and in each member a role that the guardrails spare, through
 * which its own resources are changed as a landing zone's pipeline would. It is declared, so that it is no finding.
 */
export const BESIDES = `
everyAccount:
  roles:
    stacksets-exec-kit:
      managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"]
      trust: { Kit: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:user/kit" } } }
doors:
  kit: { admits: [management/user/kit, management/permission-set/ManagementAdministrator], into: [role/stacksets-exec-kit], owner: platform, alarm: log search, until: "2030-12-31" }
accounts:
  management:
    groups: { auditors: {} }
    users:
      # A virtual device can be taken off and put on again by whoever holds its seed.
      break-glass-2: { mfa: { key-c: { kind: virtual } } }
      kit: { accessKey: true, policies: { hop: { Hop: { Effect: Allow, Action: "sts:AssumeRole", Resource: "arn:aws:iam::*:role/stacksets-exec-kit" } } } }
  payments-2: null
  payments-3: null
  webshop-1: null
  webshop-2: null
  webshop-test: null
  integration-test: null
  sandbox-2: null
  sandbox-3: null
`;

export const organization: Organization = shippedLandingZone(BESIDES);

/** Takes a change back. */
export type Undo = () => Promise<unknown>;

export interface Hands {
  /** What the endpoint tells of itself when it begins. */
  ready: Emulator['ready'];
  /** Clients of the administrator of the management account. */
  management(region?: string): Clients;
  /** Clients of the role of that member account which the guardrails spare. */
  member(account: string): Promise<Clients>;
}

export function handsOn({ ready }: Pick<Emulator, 'ready'>, transport: Transport): Hands {
  const options = (region: string): Parameters<typeof createClients>[0] => ({
    transport,
    endpoint: ready.endpoint,
    region,
  });
  return {
    ready,
    management: (region = 'eu-west-1') => createClients(options(region), ready.administrator),
    member: async (account) => {
      const kit = ready.users['kit'];
      if (!kit) throw new Error('there is no user "kit"');
      const { Credentials: issued } = await createClients(options('eu-west-1'), kit)
        .sts()
        .send(
          new AssumeRoleCommand({
            RoleArn: `arn:aws:iam::${accountId(account)}:role/stacksets-exec-kit`,
            RoleSessionName: 'kit',
          }),
        );
      return createClients(options('eu-west-1'), {
        accessKeyId: issued?.AccessKeyId ?? '',
        secretAccessKey: issued?.SecretAccessKey ?? '',
        sessionToken: issued?.SessionToken ?? '',
      });
    },
  };
}

/** The instant on the clock of the endpoint, in milliseconds. */
export async function nowOf({ ready }: Hands): Promise<number> {
  const answer = await fetch(`${ready.control}/clock`, { method: 'POST', body: JSON.stringify({ advanceSeconds: 0 }) });
  return Date.parse(((await answer.json()) as { now: string }).now);
}

/** Every account in which break glass is drilled. */
export const EVERYWHERE: readonly string[] = Object.entries(organization.accounts)
  .filter(([, { state }]) => state === 'ACTIVE')
  .map(([name]) => name);
export const MEMBERS: readonly string[] = EVERYWHERE.filter((name) => name !== organization.management);

export const accountId = (name: string): string => organization.accounts[name]?.id ?? '';
export const clientsIn = async (hands: Hands, account: string): Promise<Clients> =>
  account === organization.management ? hands.management() : hands.member(account);

/** Policies and their statements as AWS keeps them. */
export interface PolicyText {
  Version: string;
  Statement: Record<string, unknown>[];
}

export const text = (...Statement: Record<string, unknown>[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement });

/** Changes the trust policy of a role; taken back, it is what it was. */
export async function changeTrust(
  hands: Hands,
  account: string,
  change: (policy: PolicyText) => void,
  RoleName = 'BreakGlass',
): Promise<Undo> {
  const iam = (await clientsIn(hands, account)).iam();
  const { Role: role } = await iam.send(new GetRoleCommand({ RoleName }));
  const before = decodeURIComponent(role?.AssumeRolePolicyDocument ?? '');
  const policy = JSON.parse(before) as PolicyText;
  change(policy);
  const put = (PolicyDocument: string): Promise<unknown> =>
    iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
  await put(JSON.stringify(policy));
  return () => put(before);
}

async function policyId(hands: Hands, name: string, Filter: PolicyType): Promise<string> {
  const { Policies: policies = [] } = await hands
    .management()
    .organizations()
    .send(new ListPoliciesCommand({ Filter }));
  return policies.find(({ Name }) => Name === name)?.Id ?? '';
}

const targetId = (name: string): string =>
  name === 'Root' ? organization.rootId : (organization.ous[name]?.id ?? accountId(name));

export async function detach(
  hands: Hands,
  name: string,
  target: string,
  kind: PolicyType = 'SERVICE_CONTROL_POLICY',
): Promise<Undo> {
  const organizations = hands.management().organizations();
  const which = { PolicyId: await policyId(hands, name, kind), TargetId: targetId(target) };
  await organizations.send(new DetachPolicyCommand(which));
  return () => organizations.send(new AttachPolicyCommand(which));
}

/** A guardrail that no document has. */
export async function attachNew(
  hands: Hands,
  target: string,
  statement: Record<string, unknown>,
  kind: PolicyType = 'SERVICE_CONTROL_POLICY',
): Promise<Undo> {
  const organizations = hands.management().organizations();
  const { Policy: policy } = await organizations.send(
    new CreatePolicyCommand({ Name: 'night-shift', Description: '', Type: kind, Content: text(statement) }),
  );
  const PolicyId = policy?.PolicySummary?.Id;
  const which = { PolicyId, TargetId: targetId(target) };
  await organizations.send(new AttachPolicyCommand(which));
  return async () => {
    await organizations.send(new DetachPolicyCommand(which));
    await organizations.send(new DeletePolicyCommand({ PolicyId }));
  };
}

/** Changes a guardrail of the document. */
export async function rewrite(
  hands: Hands,
  name: string,
  change: (policy: PolicyText) => void,
  kind: PolicyType = 'SERVICE_CONTROL_POLICY',
): Promise<Undo> {
  const organizations = hands.management().organizations();
  const PolicyId = await policyId(hands, name, kind);
  const { Policy: policy } = await organizations.send(new DescribePolicyCommand({ PolicyId }));
  const before = policy?.Content ?? '';
  const changed = JSON.parse(before) as PolicyText;
  change(changed);
  const put = (Content: string): Promise<unknown> => organizations.send(new UpdatePolicyCommand({ PolicyId, Content }));
  await put(JSON.stringify(changed));
  return () => put(before);
}
