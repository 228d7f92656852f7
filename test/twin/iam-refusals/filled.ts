/** An account with one thing of every kind, and the form of a refusal. */
import * as iam from '@aws-sdk/client-iam';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { TwinFixture } from '../fixture.js';

export const ACCOUNT = '111122223333';

export const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

export const allow = (padding = 0): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'x'.repeat(padding), Effect: 'Allow', Action: '*', Resource: '*' }],
  });

export const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT } }],
});

export const tags = (count: number): { Key: string; Value: string }[] =>
  Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: 'v' }));

/** User u with a key, group G with u and two policies, role R with two policies, managed policy P with two versions on u. */
export async function filled(fixture: TwinFixture): Promise<IAMClient> {
  const client = fixture.clients(fixture.twin.secrets().administrator).iam();
  await client.send(new iam.CreateUserCommand({ UserName: 'u' }));
  await client.send(new iam.CreateAccessKeyCommand({ UserName: 'u' }));
  await client.send(new iam.CreateGroupCommand({ GroupName: 'G' }));
  await client.send(new iam.AddUserToGroupCommand({ GroupName: 'G', UserName: 'u' }));
  await client.send(new iam.PutGroupPolicyCommand({ GroupName: 'G', PolicyName: 'p', PolicyDocument: allow() }));
  await client.send(new iam.CreateRoleCommand({ RoleName: 'R', AssumeRolePolicyDocument: trust }));
  await client.send(new iam.PutRolePolicyCommand({ RoleName: 'R', PolicyName: 'p', PolicyDocument: allow() }));
  await client.send(new iam.AttachRolePolicyCommand({ RoleName: 'R', PolicyArn: ADMINISTRATOR }));
  await client.send(new iam.CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: allow() }));
  await client.send(
    new iam.CreatePolicyVersionCommand({ PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/P`, PolicyDocument: allow() }),
  );
  await client.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/P` }));
  await client.send(new iam.CreateInstanceProfileCommand({ InstanceProfileName: 'I' }));
  await client.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'I', RoleName: 'R' }));
  return client;
}

/** What is asked, the code, the HTTP status, a part of the text. */
export type Row = readonly [
  ask: (client: IAMClient) => Promise<unknown>,
  code: string,
  status: number,
  text: string | RegExp,
];

export const P = `arn:aws:iam::${ACCOUNT}:policy/P`;

export const NONE = `arn:aws:iam::${ACCOUNT}:policy/None`;
