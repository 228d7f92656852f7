import { LeaveOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  DeactivateMFADeviceCommand,
  GetUserCommand,
  ListUsersCommand,
  PutRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { DeleteTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { createAllowed } from '../../aws/allowed.js';
import type { CallRule } from '../../aws/allowed.js';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import { createPrincipals } from '../../aws/principals.js';
import { neverSent, whyForbidden } from '../../aws/forbidden.js';
import { guardedTransport } from '../../aws/guard.js';
import type { ObservedCall } from '../../aws/guard.js';
import type { Purpose } from '../../aws/purpose.js';
import type { Transport } from '../../aws/transport.js';
import { anyGuard } from '../any-guard.js';
import type { WireRequest } from '../../base/http.js';
import { guardrailCalls } from '../../harness/questions/guardrails/choose-tests.js';
import { editGuardrail } from '../../harness/questions/harmless/organization-calls.js';

const purposes: readonly Purpose[] = ['preparation', 'path', 'control', 'premise', 'reading', 'containment'];
const keys = { accessKeyId: 'AKIAEXAMPLEEXAMPLE00', secretAccessKey: 'x' };

/** A transport that answers nothing useful and counts what reached it. */
function guarded(purpose: Purpose): { transport: Transport; sent: WireRequest[]; observed: ObservedCall[] } {
  const sent: WireRequest[] = [];
  const observed: ObservedCall[] = [];
  const inner: Transport = {
    send: (request) => {
      sent.push(request);
      return Promise.resolve({ statusCode: 500, headers: {}, body: new Uint8Array(0) });
    },
    close: () => Promise.resolve(),
  };
  return {
    transport: guardedTransport(
      inner,
      purpose,
      anyGuard((call) => void observed.push(call)),
    ),
    sent,
    observed,
  };
}

/** A request as it would be signed, in the form of the query protocol or of the JSON protocols. */
function request(service: string, operation: string, form: 'query' | 'json' | 'address'): WireRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const body = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
  if (form === 'json')
    return {
      method: 'POST',
      target: '/',
      headers: { authorization, 'x-amz-target': `Any.${operation}` },
      body: body('{}'),
    };
  if (form === 'address')
    return { method: 'GET', target: `/?Action=${operation}&Version=1`, headers: { authorization }, body: body('') };
  return { method: 'POST', target: '/', headers: { authorization }, body: body(`Action=${operation}&Version=1`) };
}

const codeOf = async (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => 'sent',
    (error: { code?: string; cause?: { code?: string } }) => error.code ?? error.cause?.code ?? 'other',
  );

describe('the request guard', () => {
  it('never sends what is on the never-list, under any purpose, in any form', async () => {
    for (const purpose of purposes) {
      for (const { service, operation } of neverSent) {
        for (const form of ['query', 'json', 'address'] as const) {
          const { transport, sent, observed } = guarded(purpose);
          expect(
            await codeOf(transport.send(request(service, operation === '*' ? 'Anything' : operation, form))),
            `${service}:${operation} as ${purpose}`,
          ).to.equal('BG_NEVER_SENT');
          expect([sent.length, observed.length, observed[0]?.statusCode]).to.deep.equal([0, 1, undefined]);
        }
      }
    }
  });

  it('withholds what a premise declares dead, and sends everything else', async () => {
    const sent: string[] = [];
    const observed: ObservedCall[] = [];
    const inner: Transport = {
      send: (each) => (
        sent.push(each.headers['authorization'] ?? ''),
        Promise.resolve({ statusCode: 400, headers: {}, body: new Uint8Array(0) })
      ),
      close: () => Promise.resolve(),
    };
    const transport = guardedTransport(
      inner,
      'path',
      anyGuard((call) => void observed.push(call)),
      ({ service }) => service === 'identitystore',
    );
    expect(await codeOf(transport.send(request('identitystore', 'ListUsers', 'json')))).to.equal('BG_WITHHELD');
    expect(await codeOf(transport.send(request('sts', 'AssumeRole', 'query')))).to.equal('sent');
    expect([sent.length, observed.map(({ statusCode }) => statusCode)]).to.deep.equal([1, [undefined, 400]]);
  });

  it('stops SDK clients that a plan asks to send it', async () => {
    const { transport, sent } = guarded('control');
    const options = { transport, endpoint: 'http://guard.invalid', region: 'eu-west-1' };
    const iam = createClients(options, keys).iam();
    const shared = {
      region: 'eu-west-1',
      endpoint: options.endpoint,
      credentials: keys,
      maxAttempts: 1,
      requestHandler: iam.config.requestHandler,
    };
    const attempts = [
      iam.send(new DeactivateMFADeviceCommand({ UserName: 'u', SerialNumber: 'arn:aws:iam::111111111111:mfa/m' })),
      new OrganizationsClient(shared).send(new LeaveOrganizationCommand({})),
      new SNSClient(shared).send(new DeleteTopicCommand({ TopicArn: 'arn:aws:sns:eu-west-1:111111111111:t' })),
    ];
    expect(await Promise.all(attempts.map(codeOf))).to.deep.equal(['BG_NEVER_SENT', 'BG_NEVER_SENT', 'BG_NEVER_SENT']);
    expect(sent).to.deep.equal([]);
    await iam.send(new ListUsersCommand({})).catch(() => undefined);
    expect(sent).to.have.length(1);
  });

  describe('lets through what a list of the drill has, and nothing else', () => {
    const ROLE = 'arn:aws:iam::222222222222:role/break-glass/BreakGlass';
    const rules: CallRule[] = [
      { call: 'iam:GetUser', as: 'user/reader', from: 'any' },
      { call: 'iam:PutRolePolicy', as: 'user/reader', from: ['333333333333'] },
      { call: 'sts:AssumeRole', as: 'user/reader', from: ['111111111111'], into: ['222222222222'] },
    ];
    const send = async (of: (clients: Clients) => Promise<unknown>, known = true): Promise<string> => {
      const allowed = createAllowed();
      allowed.add(rules);
      const principals = createPrincipals();
      if (known) principals.know(keys.accessKeyId, { account: '111111111111', name: 'user/reader' });
      const sent: WireRequest[] = [];
      const inner: Transport = {
        send: (each) => (sent.push(each), Promise.resolve({ statusCode: 500, headers: {}, body: new Uint8Array(0) })),
        close: () => Promise.resolve(),
      };
      const transport = guardedTransport(inner, 'reading', { observe: () => undefined, principals, allowed });
      await of(createClients({ transport, endpoint: 'http://guard.invalid', region: 'eu-west-1' }, keys)).catch(
        () => undefined,
      );
      return sent.length > 0 ? 'sent' : 'refused';
    };
    const ROWS: readonly (readonly [
      what: string,
      of: (clients: Clients) => Promise<unknown>,
      outcome: string,
      known?: boolean,
    ])[] = [
      [
        'what is listed for any account',
        (clients) => clients.iam().send(new GetUserCommand({ UserName: 'u' })),
        'sent',
      ],
      ['another operation', (clients) => clients.iam().send(new UpdateRoleCommand({ RoleName: 'r' })), 'refused'],
      [
        'the operation in another account',
        (clients) =>
          clients.iam().send(new PutRolePolicyCommand({ RoleName: 'r', PolicyName: 'p', PolicyDocument: '{}' })),
        'refused',
      ],
      [
        'a hop into an account of the list',
        (clients) => clients.sts().send(new AssumeRoleCommand({ RoleArn: ROLE, RoleSessionName: 's' })),
        'sent',
      ],
      [
        'a hop into another account',
        (clients) =>
          clients
            .sts()
            .send(
              new AssumeRoleCommand({ RoleArn: ROLE.replace('222222222222', '444444444444'), RoleSessionName: 's' }),
            ),
        'refused',
      ],
      [
        'the same by a key that nobody knows',
        (clients) => clients.iam().send(new GetUserCommand({ UserName: 'u' })),
        'refused',
        false,
      ],
    ];
    for (const [what, of, outcome, known] of ROWS)
      it(`${what}: ${outcome}`, async () => expect(await send(of, known)).to.equal(outcome));
  });

  it('has no probe that it would refuse', () => {
    for (const { action } of [...guardrailCalls, editGuardrail]) {
      const [service = '', operation = ''] = action.split(':');
      expect(whyForbidden({ service: service === 'cloudwatch' ? 'monitoring' : service, operation }), action).to.equal(
        undefined,
      );
    }
  });
});
