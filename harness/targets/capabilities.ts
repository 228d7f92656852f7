/** Finds out what an endpoint enforces and has, by asking it: nothing is assumed from a name or a version. */
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { notImplemented } from '../../aws/absence.js';
import { createClients } from '../../aws/clients.js';
import { postJson } from '../../aws/federated-sign-in.js';
import type { Clients } from '../../aws/clients.js';
import type { Credentials } from '../../aws/signer.js';
import type { Organization } from '../../organization/model.js';
import type { CapabilityAnswer } from '../../reports/result.js';
import type { Remote } from './remote.js';
import type { EndpointSecrets } from './secrets-file.js';
import type { Target } from './target.js';

/** Something that a target enforces or has, and the answer that showed it. */
export type Capability = CapabilityAnswer;

/** Whom probes ask as. */
export interface Probing {
  remote: Remote;
  secrets: EndpointSecrets;
  organization: Organization;
  /** Break-glass users: nobody asks as them, or a use would be seen that nobody made. */
  spared: readonly string[];
}

/** A name that nobody gives to anything. */
const NOTHING = 'breakglass-drill-asks-for-nothing';

/** Asks everything about access. Never rejects: what gives no answer is not there. */
export async function probeAccess({ remote, secrets, organization, spared }: Probing): Promise<Capability[]> {
  const { administrator, options, ways } = remote;
  const user = Object.entries(secrets.users).filter(([name]) => !spared.includes(name)).map(([, held]) => held).find((held) => held.accessKeyId !== undefined && held.secretAccessKey !== undefined && held.mfaSerial !== undefined);
  const asUser: Credentials = user ? { accessKeyId: user.accessKeyId ?? '', secretAccessKey: user.secretAccessKey ?? '' } : administrator;
  const clients = (credentials: Credentials): Clients => createClients({ ...options, region: organization.homeRegion }, credentials);
  const wrong = { ...asUser, secretAccessKey: 'x'.repeat(40) };
  const roleArn = `arn:${ways.partition}:iam::${ways.accountId}:role/${NOTHING}`;
  const serial = user?.mfaSerial ?? `arn:${ways.partition}:iam::${ways.accountId}:mfa/${NOTHING}`;
  return [
    await mustRefuse('verifies signatures', 'GetCallerIdentity with a wrong secret', () => clients(wrong).sts().send(new GetCallerIdentityCommand({}))),
    await mustRefuse('enforces trust policies', 'AssumeRole of a role that does not exist', () => clients(asUser).sts().send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'probe' }))),
    await mustRefuse('verifies MFA codes', 'GetSessionToken with a code that is none', () => clients(asUser).sts().send(new GetSessionTokenCommand({ SerialNumber: serial, TokenCode: '000000' }))),
    await mustAnswer('has Organizations', 'DescribeOrganization', async () => (await clients(administrator).organizations().send(new DescribeOrganizationCommand({}))).Organization?.Id),
    await mustAnswer('has Identity Center', 'ListInstances', async () => (await clients(administrator).ssoAdmin().send(new ListInstancesCommand({}))).Instances?.[0]?.InstanceArn),
    await mustAnswer('has CloudTrail', 'DescribeTrails', async () => `${(await clients(administrator).cloudtrail().send(new DescribeTrailsCommand({}))).trailList?.length ?? 0} trails`),
    await mustAnswer('has a console for programs', 'a sign-in of nobody', () => consoleRefusal(remote)),
  ];
}

/** How the sign-in page turns away somebody who does not exist; `undefined` where there is no page. */
async function consoleRefusal({ transport }: Remote): Promise<string | undefined> {
  const { statusCode, content } = await postJson(transport, '/sign-in/console', { account: '', user: '' });
  return statusCode === 401 && typeof content['message'] === 'string' ? `401 ${content['message']}` : undefined;
}

/** Able if the call is refused: success means that nothing is enforced. */
async function mustRefuse(capability: string, asked: string, call: () => Promise<unknown>): Promise<Capability> {
  try {
    await call();
    return { capability, able: false, asked, answer: 'succeeded' };
  } catch (error) {
    const absent = notImplemented(error);
    return { capability, able: absent === undefined && isAnswer(error), asked, answer: absent ?? answerOf(error) };
  }
}

/** Able if the call gives something. */
async function mustAnswer(capability: string, asked: string, call: () => Promise<string | undefined>): Promise<Capability> {
  try {
    const answer = await call();
    return { capability, able: answer !== undefined, asked, answer: answer ?? 'nothing' };
  } catch (error) {
    return { capability, able: false, asked, answer: notImplemented(error) ?? answerOf(error) };
  }
}

/** An error of the service, and not one of the way there. */
function isAnswer(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined;
}

function answerOf(error: unknown): string {
  const { name = 'Error', message = '', $metadata: { httpStatusCode: status } = {} } = error as { name?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  return `${status ?? 'no answer'} ${name}${message === '' ? '' : `: ${message.split('\n', 1)[0]?.slice(0, 160) ?? ''}`}`;
}

/** Capabilities as targets and reports name them. */
export function capabilitiesOf(capabilities: readonly Capability[]): Pick<Target, 'capabilities' | 'answers'> {
  return { capabilities: Object.fromEntries(capabilities.map(({ capability, able }) => [capability, able])), answers: capabilities };
}

/** The table of capabilities with the answers that showed them, a line each. */
export function capabilityLines(capabilities: readonly Capability[]): string[] {
  const width = Math.max(...capabilities.map(({ capability }) => capability.length));
  return capabilities.map(({ capability, able, asked, answer }) => `${able ? 'yes' : 'no '}  ${capability.padEnd(width)}  ${asked}: ${answer}`);
}
