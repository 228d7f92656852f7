/** Principals of every kind, and how each is given a policy with a condition through the API. */
import { GetRoleCommand, GetUserCommand, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { ListTopicsCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, GetFederationTokenCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import type { Clients } from '../../../aws/clients.js';
import type { Credentials } from '../../../aws/signer.js';
import { loadOrganization } from '../../../organization/load.js';
import { refusal } from '../fixture.js';
import { servedFixture } from '../served.js';
import type { ServedFixture } from '../served.js';
import { taken } from '../sts-calls.js';

const DOCUMENT = `
organization: { id: o-contextkey, homeRegion: eu-west-1, management: management }
ous: { Workloads: { in: Root }, Production: { in: Workloads } }
accounts:
  management:
    id: "111122223333"
    users:
      alice: { path: /people/, accessKey: true, mfa: { phone: { kind: virtual } }, tags: { team: blue } }
      administrator: &administrator { accessKey: true, managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"] }
  member:
    id: "222233334444"
    ou: Production
    users: { administrator: *administrator }
    roles:
      Subject:
        path: /service/
        tags: { team: blue, stage: production }
        maxSessionSeconds: 7200
        trust: { In: { Effect: Allow, Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Principal: { AWS: "arn:aws:iam::<management>:user/people/alice" } } }
outsiders:
  stranger:
    id: "999900001111"
    users: { mallory: { accessKey: true }, administrator: *administrator }
`;
const organization = loadOrganization('context-keys.yaml', DOCUMENT, []);

/** Operator -> key -> value. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;
export type World = ServedFixture;

export const openWorld = (): Promise<World> => servedFixture(organization);
export const ROLE = 'arn:aws:iam::222233334444:role/service/Subject';
export const organizationPath = (): string =>
  `o-contextkey/${organization.rootId}/${organization.ous['Workloads']?.id ?? ''}/${organization.ous['Production']?.id ?? ''}/`;

export function administrator(world: World, account = 'management'): Clients {
  return world.clients(world.keys(account, 'administrator'));
}

/** A policy document of one statement. */
export function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** Who calls, with what, and how a condition is put upon its calls. */
export interface Caller {
  title: string;
  credentials(world: World): Promise<Credentials>;
  /** From now on its calls are allowed where the condition holds, and not elsewhere. */
  allowWhere(world: World, condition: Condition): Promise<void>;
  /** Whether a call is allowed. */
  mayAct(world: World, credentials: Credentials): Promise<boolean>;
}

/** `true` for an answer, `false` for a refusal for lack of permission; anything else fails the test. */
export async function allowed(call: Promise<unknown>): Promise<boolean> {
  const answer = await call.then(
    () => undefined,
    async () => refusal(call),
  );
  if (answer === undefined) return true;
  if (!/^(AccessDenied|AuthorizationError)/.test(answer.code)) throw new Error(`${answer.code}: ${answer.message}`);
  return false;
}

const STS = { Effect: 'Allow', Action: 'sts:*', Resource: '*' };
const listTopics: Caller['mayAct'] = (world, credentials) =>
  allowed(world.clients(credentials).sns().send(new ListTopicsCommand({})));

function userPolicy(account: string, user: string): Caller['allowWhere'] {
  return async (world, Condition) => {
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [STS, { Effect: 'Allow', Action: 'sns:ListTopics', Resource: '*', Condition }],
    });
    await administrator(world, account)
      .iam()
      .send(new PutUserPolicyCommand({ UserName: user, PolicyName: 'test', PolicyDocument }));
  };
}

const alice = (world: World): Credentials => world.keys('management', 'alice');

/** Credentials of the role, which alice assumes. */
export async function assumeSubject(world: World, more: Partial<AssumeRoleCommandInput> = {}): Promise<Credentials> {
  await userPolicy('management', 'alice')(world, {});
  return taken(
    await world
      .clients(alice(world))
      .sts()
      .send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 'test', ...more })),
  );
}

/** The device of alice and the code that it shows. */
export function proof(world: World): { SerialNumber: string; TokenCode: string } {
  const { serialNumber, code } = world.mfa('management', 'alice');
  return { SerialNumber: serialNumber, TokenCode: code };
}

/** Unique id of alice or of the role. */
export async function uniqueId(world: World, of: 'alice' | 'Subject'): Promise<string> {
  if (of === 'alice')
    return (
      (
        await administrator(world)
          .iam()
          .send(new GetUserCommand({ UserName: of }))
      ).User?.UserId ?? ''
    );
  return (
    (
      await administrator(world, 'member')
        .iam()
        .send(new GetRoleCommand({ RoleName: of }))
    ).Role?.RoleId ?? ''
  );
}

/** The root user may do everything but what a resource denies: a queue lets it in where the condition holds. */
const QUEUE = { Resource: 'arn:aws:sqs:eu-west-1:111122223333:test', Principal: '*', Action: 'sqs:GetQueueAttributes' };
const OPPOSITES: Readonly<Record<string, string>> = {
  StringEquals: 'StringNotEquals',
  DateEquals: 'DateNotEquals',
  Bool: 'StringNotEquals',
};

async function queueUrl(world: World): Promise<string> {
  return (
    (
      await administrator(world)
        .sqs()
        .send(new CreateQueueCommand({ QueueName: 'test' }))
    ).QueueUrl ?? ''
  );
}

const denyElsewhere: Caller['allowWhere'] = async (world, condition) => {
  const Condition = Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) =>
      operator === 'Null'
        ? [
            'Null',
            Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, value === 'true' ? 'false' : 'true'])),
          ]
        : [OPPOSITES[operator] ?? operator, keys],
    ),
  );
  await administrator(world)
    .sqs()
    .send(
      new SetQueueAttributesCommand({
        QueueUrl: await queueUrl(world),
        Attributes: { Policy: document({ Effect: 'Deny', ...QUEUE, Condition }) },
      }),
    );
};

const readQueue: Caller['mayAct'] = async (world, credentials) =>
  allowed(
    world
      .clients(credentials)
      .sqs()
      .send(new GetQueueAttributesCommand({ QueueUrl: await queueUrl(world), AttributeNames: ['QueueArn'] })),
  );

/** Every kind of principal that has credentials. */
export const callers = {
  key: {
    title: 'an IAM user with an access key',
    credentials: (world) => Promise.resolve(alice(world)),
    allowWhere: userPolicy('management', 'alice'),
    mayAct: listTopics,
  },
  mfaSession: {
    title: 'an IAM user with GetSessionToken and MFA',
    credentials: async (world) => {
      const session = taken(
        await world
          .clients(alice(world))
          .sts()
          .send(new GetSessionTokenCommand(proof(world))),
      );
      world.clock.advance(100_000);
      return session;
    },
    allowWhere: userPolicy('management', 'alice'),
    mayAct: listTopics,
  },
  plainSession: {
    title: 'an IAM user with GetSessionToken, without MFA',
    credentials: async (world) => taken(await world.clients(alice(world)).sts().send(new GetSessionTokenCommand({}))),
    allowWhere: userPolicy('management', 'alice'),
    mayAct: listTopics,
  },
  role: {
    title: 'a role, assumed with a code, tags and a source identity',
    credentials: (world) =>
      assumeSubject(world, {
        ...proof(world),
        Tags: [
          { Key: 'shift', Value: 'night' },
          { Key: 'team', Value: 'red' },
        ],
        SourceIdentity: 'alice',
      }),
    allowWhere: async (world, Condition) => {
      await administrator(world, 'member')
        .iam()
        .send(
          new PutRolePolicyCommand({
            RoleName: 'Subject',
            PolicyName: 'test',
            PolicyDocument: document({ Effect: 'Allow', Action: 'sns:ListTopics', Resource: '*', Condition }),
          }),
        );
    },
    mayAct: listTopics,
  },
  root: {
    title: 'a root user with an access key',
    credentials: (world) => Promise.resolve(world.twin.secrets().administrator),
    allowWhere: denyElsewhere,
    mayAct: readQueue,
  },
  rootSession: {
    title: 'a root user with GetSessionToken',
    credentials: async (world) =>
      taken(await world.clients(world.twin.secrets().administrator).sts().send(new GetSessionTokenCommand({}))),
    allowWhere: denyElsewhere,
    mayAct: readQueue,
  },
  federated: {
    title: 'a federated user',
    credentials: async (world) => {
      await userPolicy('management', 'alice')(world, {});
      return taken(
        await world
          .clients(alice(world))
          .sts()
          .send(
            new GetFederationTokenCommand({
              Name: 'guest',
              Policy: document({ Effect: 'Allow', Action: 'sns:*', Resource: '*' }),
            }),
          ),
      );
    },
    allowWhere: userPolicy('management', 'alice'),
    mayAct: listTopics,
  },
  outsider: {
    title: 'an IAM user outside the organization',
    credentials: (world) => Promise.resolve(world.keys('stranger', 'mallory')),
    allowWhere: userPolicy('stranger', 'mallory'),
    mayAct: listTopics,
  },
} satisfies Record<string, Caller>;
