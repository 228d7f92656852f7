import { expect } from 'chai';
import fc from 'fast-check';
import type { Call } from '../../aws/call.js';
import { retryingTransport, ATTEMPTS } from '../../aws/retries.js';
import type { Retrying } from '../../aws/retries.js';
import type { Transport } from '../../aws/transport.js';
import { mayRepeat } from '../../aws/way-faults.js';
import { virtualClock } from '../../base/clock.js';
import type { Clock } from '../../base/clock.js';
import { CodedError } from '../../base/errors.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import { seededRandom } from '../../base/random.js';
import { runs } from '../draw.js';

/** A form that names its action, signed for a service of eu-west-1. */
function form(service: string, action: string, parameters = ''): WireRequest {
  return {
    method: 'POST',
    target: '/',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20260601/eu-west-1/${service}/aws4_request, Signature=x`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new Uint8Array(Buffer.from(`Action=${action}&Version=1${parameters}`)),
  };
}

const answered = (statusCode: number, code = ''): WireResponse => ({
  statusCode,
  headers: {},
  body: new Uint8Array(Buffer.from(code === '' ? '' : `<Error><Code>${code}</Code></Error>`)),
});

const FINE = answered(200);
const THROTTLED = answered(400, 'Throttling');
const FAILED = answered(500, 'InternalFailure');
const PAGE = answered(502);
const DENIED = answered(403, 'AccessDenied');
const RESET = new Error('read ECONNRESET');

type Met = WireResponse | Error;

interface Played {
  outcome: string;
  sent: number;
  waits: number[];
  slots: string[];
}

/** Sends a request to what answers so, the last of it again and again; what came of it, and how long was waited. */
async function play(
  request: WireRequest,
  met: readonly Met[],
  options: Partial<Retrying> & { seed?: string; late?: number } = {},
): Promise<Played> {
  const { seed = 'retries', late = 0, ...rest } = options;
  const time = virtualClock(Date.UTC(2026, 5, 1));
  const waits: number[] = [];
  const slots: string[] = [];
  const clock: Clock = {
    now: () => time.now(),
    sleep: (milliseconds, signal) => {
      waits.push(milliseconds);
      return time.sleep(milliseconds, signal);
    },
  };
  let sent = 0;
  const wire: Transport = {
    send: () => {
      time.advance(late);
      const one = met[Math.min(sent++, met.length - 1)] ?? FINE;
      return one instanceof Error ? Promise.reject(one) : Promise.resolve(one);
    },
    close: () => Promise.resolve(),
  };
  const slot = ({ operation }: Call): Promise<void> => Promise.resolve(void slots.push(operation));
  const transport = retryingTransport(wire, { clock, random: seededRandom(seed), slot, ...rest });
  const outcome = await transport.send(request).then(
    ({ statusCode }) => String(statusCode),
    (error: unknown) => (error instanceof CodedError ? `${error.code}: ${error.message}` : String(error)),
  );
  return { outcome, sent, waits, slots };
}

const READ = form('iam', 'ListUsers');
const CREATE = form('iam', 'CreateAccessKey');
const HOP = form('sts', 'AssumeRole', '&RoleArn=arn:aws:iam::111111111111:role/BreakGlass');
const CODE = form('sts', 'GetSessionToken', '&TokenCode=123456');

const CASES: readonly (readonly [string, WireRequest, readonly Met[], Partial<Retrying>, string, number])[] = [
  ['a success', READ, [FINE], {}, '200', 1],
  ['a denial: it is an answer', READ, [DENIED, FINE], {}, '403', 1],
  ['a denial behind a fault', READ, [THROTTLED, DENIED, FINE], {}, '403', 2],
  ['what is not there', READ, [answered(404, 'NoSuchEntity'), FINE], {}, '404', 1],
  [
    'what is not implemented: it would be answered so again',
    READ,
    [answered(501, 'NotImplemented'), FINE],
    {},
    '501',
    1,
  ],
  ['throttled once', READ, [THROTTLED, FINE], {}, '200', 2],
  ['too many requests, without a name', READ, [answered(429), FINE], {}, '200', 2],
  ['a time-out of the service', READ, [answered(400, 'RequestTimeout'), FINE], {}, '200', 2],
  ['failing, then throttled, then reset', READ, [FAILED, THROTTLED, RESET, FINE], {}, '200', 4],
  [
    'throttled for good',
    READ,
    [THROTTLED],
    {},
    'BG_THROTTLED: iam:ListUsers in eu-west-1 was answered Throttling (400), 6 times',
    6,
  ],
  [
    'failing for good',
    READ,
    [FAILED],
    {},
    'BG_SERVICE_ERROR: iam:ListUsers in eu-west-1 was answered InternalFailure (500), 6 times',
    6,
  ],
  [
    'no answer for good',
    READ,
    [RESET],
    {},
    'BG_NO_ANSWER: iam:ListUsers in eu-west-1 got no answer, 6 times: read ECONNRESET',
    6,
  ],
  [
    'what the guard refuses',
    READ,
    [new CodedError('BG_NEVER_SENT', 'not sent'), FINE],
    {},
    'BG_NEVER_SENT: not sent',
    1,
  ],
  ['what a premise took away', READ, [answered(503), FINE], { expected: () => true }, '503', 1],
  [
    'what a premise took away, throttled: that is no absence',
    READ,
    [THROTTLED, FINE],
    { expected: () => true },
    '200',
    2,
  ],
  [
    'a code: it works once',
    CODE,
    [THROTTLED, FINE],
    {},
    'BG_THROTTLED: sts:GetSessionToken in eu-west-1 was answered Throttling (400)',
    1,
  ],
  ['a change that came too fast: it was not made', CREATE, [THROTTLED, FINE], { mayRepeat }, '200', 2],
  [
    'a change that may have been made',
    CREATE,
    [FAILED, FINE],
    { mayRepeat },
    'BG_SERVICE_ERROR: iam:CreateAccessKey in eu-west-1 was answered InternalFailure (500), and may have been done',
    1,
  ],
  [
    'a change whose answer was lost behind one that came too fast',
    CREATE,
    [THROTTLED, RESET, FINE],
    { mayRepeat },
    'BG_NO_ANSWER: iam:CreateAccessKey in eu-west-1 got no answer, 2 times, and may have been done: read ECONNRESET',
    2,
  ],
  ['a change that ends the same', form('iam', 'PutRolePolicy'), [RESET, FINE], { mayRepeat }, '200', 2],
  ['a call that cannot succeed, where nothing changes anything', CREATE, [RESET, FINE], {}, '200', 2],
  ['a page where pages are answers', READ, [PAGE], { pagesAnswer: true }, '502', 6],
  [
    'a page where none is',
    READ,
    [PAGE],
    {},
    'BG_SERVICE_ERROR: iam:ListUsers in eu-west-1 was answered HTTP 502 (502), 6 times',
    6,
  ],
];

describe('sending again', () => {
  for (const [what, request, met, options, outcome, sent] of CASES)
    it(`${what}: sent ${sent === 1 ? 'once' : `${sent} times`}`, async () => {
      const played = await play(request, met, options);
      expect([played.outcome, played.sent]).to.deep.equal([outcome, sent]);
      // A repeat of a hop waits for its slot like any other.
      expect(played.slots).to.have.length(played.sent - 1);
    });

  it('asks once for what ended in a page before, until it answers', async () => {
    let answer = PAGE;
    let sent = 0;
    const asked: number[] = [];
    const wire: Transport = { send: () => Promise.resolve((sent++, answer)), close: () => Promise.resolve() };
    const clock = virtualClock(0);
    const transport = retryingTransport(wire, { clock, random: seededRandom('page'), pagesAnswer: true });
    for (const next of [PAGE, PAGE, FINE, PAGE]) {
      answer = next;
      const before = sent;
      await transport.send(READ);
      asked.push(sent - before);
    }
    expect(asked).to.deep.equal([ATTEMPTS, 1, 1, ATTEMPTS]);
  });

  it('waits below bounds that double, drawn anew for each', async () => {
    const maxima = [0, 0, 0, 0, 0];
    const minima = maxima.map(() => Infinity);
    await fc.assert(
      fc.asyncProperty(fc.string(), async (seed) => {
        const { waits } = await play(READ, [FAILED], { seed });
        expect(waits).to.have.length(ATTEMPTS - 1);
        for (const [index, wait] of waits.entries()) {
          expect(wait).to.be.within(0, 200 * 2 ** index - 1);
          maxima[index] = Math.max(maxima[index] ?? 0, wait);
          minima[index] = Math.min(minima[index] ?? 0, wait);
        }
      }),
      runs(11, { few: 60, more: 200, every: 500 }),
    );
    // All of the room is used: waits that are alike send everybody again at once.
    for (const index of maxima.keys())
      expect((maxima[index] ?? 0) - (minima[index] ?? 0)).to.be.above(100 * 2 ** index);
  });

  it('ends before a signature does, however late the answers are', async () => {
    const { sent, outcome } = await play(READ, [FAILED], { late: 100_000 });
    expect([sent, outcome.slice(0, 16)]).to.deep.equal([3, 'BG_SERVICE_ERROR']);
  });

  it('ends with the drill, also while it waits', async () => {
    const stopped = new AbortController();
    const time = virtualClock(0);
    let sent = 0;
    const wire: Transport = {
      send: () => {
        sent++;
        stopped.abort(new Error('stopped'));
        return Promise.resolve(THROTTLED);
      },
      close: () => Promise.resolve(),
    };
    const transport = retryingTransport(wire, { clock: time, random: seededRandom('stop') });
    const outcome = await transport.send(READ, stopped.signal).catch((error: unknown) => String(error));
    expect([outcome, sent]).to.deep.equal(['Error: stopped', 1]);
  });

  it('repeats hops', async () => expect(await play(HOP, [RESET, FINE], { mayRepeat })).to.deep.include({ sent: 2 }));
});

describe('what may be made once more though it may have been made', () => {
  for (const [may, calls] of [
    [
      true,
      'iam:ListUsers iam:GetRole organizations:DescribePolicy cloudtrail:LookupEvents sqs:ReceiveMessage iam:SimulatePrincipalPolicy sts:AssumeRole sts:GetSessionToken iam:PutRolePolicy iam:UpdateAssumeRolePolicy iam:AttachRolePolicy iam:AddUserToGroup iam:DeleteRole organizations:DetachPolicy events:PutRule events:PutTargets events:RemoveTargets sns:CreateTopic sns:Subscribe sqs:CreateQueue sqs:DeleteMessageBatch sso:ProvisionPermissionSet sso:PutInlinePolicyToPermissionSet cloudtrail:StartLogging logs:PutMetricFilter events:PutEvents logs:PutLogEvents identity-provider:/identity-provider/sign-in',
    ],
    [
      false,
      'iam:CreateUser iam:CreateAccessKey iam:CreateVirtualMFADevice iam:CreatePolicyVersion iam:EnableMFADevice organizations:CreateAccount organizations:CreatePolicy organizations:AttachPolicy organizations:MoveAccount organizations:CloseAccount organizations:EnablePolicyType identitystore:CreateUser sso:CreateAccountAssignment sso:AttachManagedPolicyToPermissionSet logs:CreateLogGroup sns:ConfirmSubscription',
    ],
  ] as const)
    for (const call of calls.split(' '))
      it(`${call}: ${may ? 'yes' : 'no'}`, () => {
        const [service = '', ...operation] = call.split(':');
        expect(mayRepeat({ service, operation: operation.join(':') })).to.equal(may);
      });
});
