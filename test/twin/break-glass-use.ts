/** Uses of break glass, and the messages about them as they arrive in the receipts. */
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { refusal } from './fixture.js';
import type { TwinFixture } from './fixture.js';

export const MINUTE = 60_000;

export const management = '111122223333';

interface Arrival {
  kind: 'event' | 'alarm';
  /** Milliseconds after the beginning. */
  after: number;
  body: {
    detail?: { userIdentity?: { userName?: string; type?: string }; errorCode?: string };
    region?: string;
    NewStateValue?: string;
  };
}

/** A user breaks the glass, or fails to: without MFA. */
export async function use(
  fixture: TwinFixture,
  { account = 'payments-1', region = 'eu-west-1', mfa = true, user = 'break-glass-1' } = {},
): Promise<void> {
  const sts = fixture.clients(fixture.keys('management', user), region).sts();
  const { serialNumber: SerialNumber, code: TokenCode } = mfa
    ? fixture.mfa('management', user)
    : { serialNumber: undefined, code: undefined };
  const call = sts.send(
    new AssumeRoleCommand({ RoleArn: fixture.roleArn(account), RoleSessionName: 'drill', SerialNumber, TokenCode }),
  );
  if (mfa) await call;
  else expect(await refusal(call)).to.have.property('code', 'AccessDenied');
}

/** What the receipt queue was sent so far. */
export async function arrivals(fixture: TwinFixture, start: number): Promise<Arrival[]> {
  const administrator = fixture.twin.secrets().administrator;
  const sqs = fixture.clients(administrator).sqs();
  const QueueUrl = `http://twin.invalid/${management}/break-glass-receipts`;
  const found: Arrival[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 43_200,
        MessageSystemAttributeNames: ['SentTimestamp'],
      }),
    );
    if (Messages.length === 0) return found;
    for (const { Body = '{}', Attributes } of Messages) {
      const body = JSON.parse((JSON.parse(Body) as { Message: string }).Message) as Arrival['body'];
      found.push({
        kind: body.NewStateValue === undefined ? 'event' : 'alarm',
        after: Number(Attributes?.SentTimestamp) - start,
        body,
      });
    }
  }
}

/** Everything that arrives within half an hour of one use. */
export async function afterUse(fixture: TwinFixture, options: Parameters<typeof use>[1] = {}): Promise<Arrival[]> {
  const start = fixture.clock.now();
  await use(fixture, options);
  fixture.clock.advance(30 * MINUTE);
  return arrivals(fixture, start);
}

export const kinds = (found: readonly Arrival[]): string[] => found.map(({ kind }) => kind).sort();
