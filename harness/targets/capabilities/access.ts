/** Does the target decide itself who gets in? */
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import type { CreateRoleCommandOutput } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { createClients } from '../../../aws/clients.js';
import type { Clients } from '../../../aws/clients.js';
import type { Credentials } from '../../../aws/signer.js';
import { callsOf } from '../../../aws/snapshot/calls.js';
import { removal, removalCalls } from '../undoers.js';
import { asAdministrator, mustRefuse, placeOf, refusal } from './capability.js';
import type { CapabilityProbe, Made, Probing } from './capability.js';

/** Wrong keys must not be taken for right ones. */
export const signatures: CapabilityProbe = {
  capability: 'verifies signatures',
  asked: 'GetCallerIdentity with a wrong secret',
  calls: ['sts:GetCallerIdentity'],
  ask: (probing) =>
    mustRefuse(() =>
      clientsOf(probing, { ...askingUser(probing).credentials, secretAccessKey: 'x'.repeat(40) })
        .sts()
        .send(new GetCallerIdentityCommand({})),
    ),
};

/** Codes that are none must not be taken for right ones. */
export const mfaCodes: CapabilityProbe = {
  capability: 'verifies MFA codes',
  asked: 'GetSessionToken with a code that is none',
  calls: ['sts:GetSessionToken'],
  ask: (probing, { name }) => {
    const {
      credentials,
      serial = `arn:${probing.remote.ways.partition}:iam::${probing.remote.ways.accountId}:mfa/${name}`,
    } = askingUser(probing);
    return mustRefuse(() =>
      clientsOf(probing, credentials)
        .sts()
        .send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: '000000' })),
    );
  },
};

/** What a trust policy demands is demanded; and who brings it gets in, or everybody would be refused for another reason. */
export const trustPolicies: CapabilityProbe = {
  capability: 'enforces trust policies',
  asked:
    'AssumeRole of a role that is not there, without the external id and without the MFA that a role demands, and with the external id',
  calls: [
    ...callsOf('iam', 'CreateAccessKey CreateRole CreateUser PutUserPolicy'),
    'sts:AssumeRole',
    ...removalCalls('iam-role', 'iam-user'),
  ],
  ask: async (probing, made) => {
    const externalId = await makeRole(probing, made, 'external-id', { StringEquals: { 'sts:ExternalId': made.name } });
    const multiFactor = await makeRole(probing, made, 'mfa', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
    const sts = clientsOf(probing, await makeUser(probing, made)).sts();
    const assume =
      (roleArn: string, given: { ExternalId?: string } = {}): (() => Promise<unknown>) =>
      () =>
        sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'probe', ...given }));
    const mustNot = [
      ['a role that is not there', assume(externalId.replace('-external-id', '-absent'))],
      ['without the external id', assume(externalId)],
      ['without MFA', assume(multiFactor)],
    ] as const;
    const refusals: string[] = [];
    for (const [what, call] of mustNot) {
      const { refused, answer } = await refusal(call);
      if (!refused) return { able: false, answer: `${what}: ${answer}` };
      refusals.push(answer);
    }
    const { refused, answer } = await refusal(assume(externalId, { ExternalId: made.name }));
    return refused
      ? { able: false, answer: `with the external id: ${answer}` }
      : { able: true, answer: refusals[0] ?? '' };
  },
};

/** A role of the administrator's account that trusts the account under a condition, and may do nothing. */
async function makeRole(probing: Probing, { name, make }: Made, what: string, condition: object): Promise<string> {
  const { partition, accountId } = probing.remote.ways;
  const iam = (await asAdministrator(probing)).iam();
  const RoleName = `${name}-${what}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
        Condition: condition,
      },
    ],
  };
  const create = (): Promise<CreateRoleCommandOutput> =>
    iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const { Role: role } = await make(`the role ${RoleName}`, removal('iam-role', placeOf(probing, RoleName)), create);
  return role?.Arn ?? '';
}

/** A user who may, by a policy of its own, assume these roles: a root user can assume none (STS API reference, AssumeRole). */
async function makeUser(probing: Probing, { name, make }: Made): Promise<Credentials> {
  const { partition, accountId } = probing.remote.ways;
  const iam = (await asAdministrator(probing)).iam();
  const UserName = name;
  const policy = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:${partition}:iam::${accountId}:role/${name}-*` },
    ],
  };
  // With its policy and its key, which are taken away before it.
  return make(`the user ${UserName}`, removal('iam-user', placeOf(probing, UserName)), async () => {
    await iam.send(new CreateUserCommand({ UserName }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'probe', PolicyDocument: JSON.stringify(policy) }));
    const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    return { accessKeyId: key?.AccessKeyId ?? '', secretAccessKey: key?.SecretAccessKey ?? '' };
  });
}

function clientsOf({ remote, organization }: Probing, credentials: Credentials): Clients {
  return createClients({ ...remote.options, region: organization.homeRegion }, credentials);
}

/** A user with a device who is no break-glass user, or else the administrator. */
function askingUser({ remote, secrets, spared }: Probing): { credentials: Credentials; serial?: string } {
  for (const [name, { accessKeyId, secretAccessKey, mfaSerial }] of Object.entries(secrets.users)) {
    if (!spared.includes(name) && accessKeyId !== undefined && secretAccessKey !== undefined && mfaSerial !== undefined)
      return { credentials: { accessKeyId, secretAccessKey }, serial: mfaSerial };
  }
  return { credentials: remote.administrator };
}
