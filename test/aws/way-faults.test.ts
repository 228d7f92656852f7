import { expect } from 'chai';
import { codeOfFault, isWayFault, wayFault, worksOnce } from '../../aws/way-faults.js';
import { withFreshCode } from '../../aws/fresh-code.js';
import { ATTEMPTS } from '../../aws/retries.js';
import { CodedError } from '../../base/errors.js';
import type { WireRequest, WireResponse } from '../../base/http.js';

const answer = (
  statusCode: number,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): WireResponse => ({
  statusCode,
  headers,
  body: new Uint8Array(Buffer.from(body)),
});

const xml = (code: string, message = ''): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
const json = (type: string, message = ''): string => JSON.stringify({ __type: type, message });
/** A map of one short text, in CBOR. */
const cbor = (type: string): Buffer =>
  Buffer.concat([
    Buffer.from([0xbf, 0x66]),
    Buffer.from('__type'),
    type.length < 24 ? Buffer.from([0x60 + type.length]) : Buffer.from([0x78, type.length]),
    Buffer.from(type),
    Buffer.from([0xff]),
  ]);

const ANSWERS: readonly (readonly [string, WireResponse, string | undefined, string?])[] = [
  ['a success', answer(200, xml('Throttling')), undefined],
  ['a denial', answer(403, xml('AccessDenied', 'not authorized: Throttling')), undefined],
  ['a denial in JSON that quotes one', answer(400, json('AccessDeniedException', '"code":"Throttling"')), undefined],
  ['what does not exist', answer(404, xml('NoSuchEntity')), undefined],
  ['a limit of the account: it stays', answer(409, xml('LimitExceeded')), undefined],
  ['what is not implemented', answer(501, json('NotImplemented')), undefined],
  ['IAM and STS', answer(400, xml('Throttling')), 'Throttling', 'BG_THROTTLED'],
  ['Organizations', answer(400, json('TooManyRequestsException')), 'TooManyRequestsException', 'BG_THROTTLED'],
  [
    'a namespace before the name',
    answer(400, json('com.amazon.coral.availability#ThrottlingException')),
    'ThrottlingException',
    'BG_THROTTLED',
  ],
  [
    'a header that names it',
    answer(429, '{}', { 'x-amzn-errortype': 'TooManyRequestsException:http://internal.amazon.com/' }),
    'TooManyRequestsException',
    'BG_THROTTLED',
  ],
  ['CBOR', answer(400, cbor('ThrottlingException')), 'ThrottlingException', 'BG_THROTTLED'],
  [
    'CBOR with a namespace',
    answer(400, cbor('com.amazonaws.cloudwatch#ThrottlingException')),
    'ThrottlingException',
    'BG_THROTTLED',
  ],
  ['CBOR that denies', answer(400, cbor('AccessDeniedException')), undefined],
  ['S3', answer(503, xml('SlowDown')), 'SlowDown', 'BG_THROTTLED'],
  ['429 without a name', answer(429), 'HTTP 429', 'BG_THROTTLED'],
  ['a failure', answer(500, xml('InternalFailure')), 'InternalFailure', 'BG_SERVICE_ERROR'],
  ['a service that is away', answer(503, json('ServiceUnavailable')), 'ServiceUnavailable', 'BG_SERVICE_ERROR'],
  ['a page of a proxy', answer(502, '<html>Bad gateway</html>'), 'HTTP 502', 'BG_SERVICE_ERROR'],
  ['nothing at all', answer(504), 'HTTP 504', 'BG_SERVICE_ERROR'],
  ['a time-out', answer(400, xml('RequestTimeout')), 'RequestTimeout', 'BG_SERVICE_ERROR'],
];

describe('faults of the way, as answers tell them', () => {
  for (const [what, given, fault, code] of ANSWERS)
    it(`${what}: ${fault ?? 'none'}`, () => {
      expect(wayFault(given)).to.equal(fault);
      if (fault !== undefined) expect(codeOfFault(fault)).to.equal(code);
    });
});

const request = (body: string, target = '/', headers: Record<string, string> = {}): WireRequest => ({
  method: 'POST',
  target,
  headers,
  body: new Uint8Array(Buffer.from(body)),
});

describe('what works once', () => {
  for (const [once, what, given] of [
    [true, 'a code of GetSessionToken', request('Action=GetSessionToken&TokenCode=123456')],
    [true, 'a code in front', request('TokenCode=123456&Action=AssumeRole')],
    [true, 'codes that enable a device', request('Action=EnableMFADevice&AuthenticationCode1=1&AuthenticationCode2=2')],
    [true, 'a code at the sign-in page', request('{"user":"u","mfaCode":"123456"}', '/sign-in/console')],
    [true, 'a ticket', request('{"ticket":"t"}', '/access-portal/token')],
    [false, 'a hop with a session', request('Action=AssumeRole&RoleSessionName=TokenCode')],
    [false, 'a security key', request('{"user":"u","securityKey":true}', '/sign-in/console')],
    [false, 'a sign-in that gives a ticket', request('{"person":"p"}', '/identity-provider/sign-in')],
    [
      false,
      'words in a message',
      request('{"Message":"&TokenCode=1"}', '/', { 'x-amz-target': 'AmazonSQS.SendMessage' }),
    ],
  ] as const)
    it(`${what}: ${once ? 'yes' : 'no'}`, () => expect(worksOnce(given)).to.equal(once));
});

describe('a fresh code', () => {
  const fault = (): CodedError => new CodedError('BG_THROTTLED', 'too fast');
  const play = async (
    met: readonly (Error | undefined)[],
    again: boolean,
  ): Promise<{ outcome: string; codes: number[]; waits: number[] }> => {
    const [codes, waits]: [number[], number[]] = [[], []];
    let shown = 0;
    const transport = again ? { again: (attempt: number) => Promise.resolve(void waits.push(attempt)) } : {};
    const outcome = await withFreshCode(transport, {
      first: shown,
      next: () => Promise.resolve(++shown),
      send: (code) => {
        codes.push(code);
        const error = met[Math.min(codes.length, met.length) - 1];
        return error ? Promise.reject(error) : Promise.resolve('in');
      },
    }).catch((error: unknown) => (error as Error).message);
    return { outcome, codes, waits };
  };

  it('is sent after each fault of the way, and no code twice', async () =>
    expect(await play([fault(), fault(), undefined], true)).to.deep.equal({
      outcome: 'in',
      codes: [0, 1, 2],
      waits: [1, 2],
    }));

  it('is sent as often as anything else, and then the fault is told', async () => {
    const { outcome, codes } = await play([fault()], true);
    expect([outcome, codes.length, new Set(codes).size]).to.deep.equal(['too fast', ATTEMPTS, ATTEMPTS]);
  });

  it('is not sent after an answer, nor where nothing is sent again', async () => {
    expect((await play([new Error('denied'), undefined], true)).outcome).to.equal('denied');
    expect((await play([new CodedError('BG_NEVER_SENT', 'held back'), undefined], true)).codes).to.deep.equal([0]);
    expect((await play([fault(), undefined], false)).codes).to.deep.equal([0]);
  });

  it('is asked for after what a transport throws alone', () =>
    expect(
      ['BG_THROTTLED', 'BG_SERVICE_ERROR', 'BG_NO_ANSWER', 'BG_NEVER_SENT', 'BG_WITHHELD', 'BG_USAGE'].map((code) =>
        isWayFault(new CodedError(code, '')),
      ),
    ).to.deep.equal([true, true, true, false, false, false]));
});
