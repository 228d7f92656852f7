/**
 * `npm run bench:twin`: signed AssumeRole per second through HTTP, and resident memory for an organization of 10,000 accounts. The
 * server is a process of its own, so that it has one core and the client the other. Rates are medians of rounds in which all
 * take turns: the twin with the lean client, a bare server of node:http with the same signed requests, the twin with the SDK
 * client, and a twin whose organization watches break glass, where every call leads to an event and a message. Other work on the machine slows all of them: the ratios tell, and the server's own processor time. `--goal` ends with 1
 * below the goals, `--margin 0.5` asks for half of them: two busy threads of one core are not two cores.
 */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { TOTP } from 'otpauth';
import { createQueryClient } from '../aws/query-client.js';
import type { QueryClient } from '../aws/query-client.js';
import { createSigner } from '../aws/signer.js';
import type { Credentials } from '../aws/signer.js';
import { httpTransport } from '../aws/transport.js';
import type { Transport } from '../aws/transport.js';
import { wallClock } from '../base/clock.js';
import { mapInOrder } from '../base/limiter.js';
import { seededRandom } from '../base/random.js';
import { serveEmulator } from '../harness/targets/emulator.js';
import type { Emulator } from '../harness/targets/emulator.js';
import { loadOrganization } from '../organization/load.js';
import type { Organization } from '../organization/model.js';
import { nextMessage } from '../tools/next-message.js';

const DOCUMENT = 'examples/landing-zone.yaml';
const ROUNDS = 3;
const CALLS = 3000;
const SDK_CALLS = 600;
const IN_FLIGHT = 16;
const ACCOUNTS = 10_000;
/** Of the server, in a second of its own processor time: what it would answer if nobody else wanted its core. */
const GOAL_PER_SECOND = 3000;
const GOAL_MEGABYTES = 250;

/** What a child is started to be. */
type Part = 'twin' | 'watched' | 'bare' | 'memory';

type Ready = Pick<Emulator['ready'], 'endpoint' | 'accounts' | 'users'>;

/** What a child tells: where it is reached, how much processor time it has used (milliseconds), how large it is (bytes). */
interface Message {
  ready?: Ready;
  used?: number;
  resident?: number;
}

/** Nothing watches. */
const QUIET = { file: 'quiet.yaml', text: 'accounts: { management: { monitoring: null } }' };

/** The example, with so many accounts more. */
function organizationWith(more = 0, overlays: readonly (typeof QUIET)[] = []): Organization {
  const text = readFileSync(DOCUMENT, 'utf8');
  return loadOrganization(
    DOCUMENT,
    more === 0 ? text : text.replace('\naccounts:\n', `\naccounts:\n  many: { count: ${more}, ou: Production }\n`),
    [...overlays],
  );
}

function tell(message: Message): void {
  process.send?.(message);
}

/** The twin as `emulate` serves it. */
async function beTwin(organization: Organization): Promise<void> {
  const { ready } = await serveEmulator(organization, seededRandom('bench'));
  tell({ ready });
}

/** A server that reads a request and answers with as many bytes as an AssumeRole has. */
function beBare(): void {
  const body = Buffer.alloc(900, ' ');
  const server = createServer((request, response) => {
    request
      .on('data', () => undefined)
      .on('end', () => {
        response.writeHead(200, { 'content-type': 'text/xml', 'content-length': String(body.length) });
        response.end(body);
      });
  });
  server.listen(0, '127.0.0.1', () =>
    tell({
      ready: { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, accounts: {}, users: {} },
    }),
  );
}

/** Answers the parent's questions about this process. */
function answerQuestions(): void {
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    // What is garbage is nobody's memory.
    globalThis.gc?.();
    globalThis.gc?.();
    tell({ used: (user + system) / 1000, resident: process.memoryUsage.rss() });
  });
}

class Child {
  private constructor(
    private readonly child: ChildProcess,
    readonly ready: Ready,
  ) {}

  static async start(part: Part, more = 0): Promise<Child> {
    const child = fork(new URL(import.meta.url), [part, String(more)], {
      execArgv: part === 'memory' ? ['--expose-gc'] : [],
    });
    const message = await nextMessage<Message>(child);
    if (!message.ready) throw new Error(`the ${part} server did not start`);
    return new Child(child, message.ready);
  }

  async usage(): Promise<{ used: number; resident: number }> {
    const answer = nextMessage<Message>(this.child);
    this.child.send('usage');
    const { used = 0, resident = 0 } = await answer;
    return { used, resident };
  }

  stop(): void {
    this.child.kill();
  }
}

/** One who calls, with a session that was opened with MFA. */
interface Caller {
  transport: Transport;
  query: QueryClient;
  session: Credentials;
  roles: readonly string[];
}

async function openCaller({ endpoint, accounts, users }: Ready): Promise<Caller> {
  const transport = httpTransport(endpoint, IN_FLIGHT);
  const query = createQueryClient(
    { transport, endpoint, region: 'eu-west-1' },
    createSigner(new URL(endpoint).host, wallClock),
  );
  const user = users['break-glass-1'];
  if (user?.mfaSeed === undefined || user.mfaSerial === undefined) throw new Error('break-glass-1 has no device');
  const answer = await query.getSessionToken(user, {
    serialNumber: user.mfaSerial,
    code: new TOTP({ secret: user.mfaSeed }).generate(),
  });
  if (!answer.ok) throw new Error(`no session: ${answer.message}`);
  return { transport, query, session: answer.value, roles: rolesOf(accounts) };
}

/** The roles that the users may assume. */
function rolesOf(accounts: Ready['accounts']): string[] {
  const left = ['old-datalake', 'stranger'];
  return Object.entries(accounts).flatMap(([name, id]) =>
    left.includes(name) ? [] : [`arn:aws:iam::${id}:role/break-glass/BreakGlass`],
  );
}

/** Calls per second on the clock, and per second of the server's processor time. */
interface Rate {
  clock: number;
  server: number;
}

async function rate(child: Child, calls: number, call: (number: number) => Promise<boolean>): Promise<Rate> {
  const before = await child.usage();
  const started = process.hrtime.bigint();
  let wrong = 0;
  await mapInOrder(
    Array.from({ length: calls }, (_, number) => number),
    IN_FLIGHT,
    call,
    (right) => void (wrong += right ? 0 : 1),
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (wrong > 0) throw new Error(`${wrong} of ${calls} calls were refused`);
  return { clock: calls / seconds, server: (calls / ((await child.usage()).used - before.used)) * 1000 };
}

function median(values: readonly Rate[]): Rate {
  const middle = (of: keyof Rate): number =>
    values.map((value) => value[of]).sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
  return { clock: middle('clock'), server: middle('server') };
}

const shown = (value: number): string => Math.round(value).toLocaleString('en');

async function measureSpeed(): Promise<Rate> {
  const [twin, watched, bare] = [await Child.start('twin'), await Child.start('watched'), await Child.start('bare')];
  const [caller, other] = [await openCaller(twin.ready), await openCaller(watched.ready)];
  const toBare = httpTransport(bare.ready.endpoint, IN_FLIGHT);
  const { query, session, roles } = caller;
  const signer = createSigner(new URL(twin.ready.endpoint).host, wallClock);
  const input = (number: number): { roleArn: string; sessionName: string } => ({
    roleArn: roles[number % roles.length] ?? '',
    sessionName: 'bench',
  });
  const lean = async (number: number): Promise<boolean> => (await query.assumeRole(session, input(number))).ok;
  const seen = async (number: number): Promise<boolean> =>
    (await other.query.assumeRole(other.session, input(number))).ok;
  const sdk = async (number: number): Promise<boolean> => (await query.assumeRoleThroughSdk(session, input(number))).ok;
  const nothing = async (number: number): Promise<boolean> => {
    const { roleArn, sessionName } = input(number);
    const signed = await signer.query(
      {
        service: 'sts',
        version: '2011-06-15',
        action: 'AssumeRole',
        parameters: { RoleArn: roleArn, RoleSessionName: sessionName },
      },
      'eu-west-1',
      session,
    );
    return (await toBare.send(signed)).statusCode === 200;
  };
  const measured: Record<'lean' | 'seen' | 'sdk' | 'bare', Rate[]> = { lean: [], seen: [], sdk: [], bare: [] };
  await rate(twin, CALLS, lean);
  await rate(watched, CALLS, seen);
  await rate(bare, CALLS, nothing);
  for (let round = 0; round < ROUNDS; round++) {
    measured.lean.push(await rate(twin, CALLS, lean));
    measured.bare.push(await rate(bare, CALLS, nothing));
    measured.seen.push(await rate(watched, CALLS, seen));
    measured.sdk.push(await rate(twin, SDK_CALLS, sdk));
  }
  await Promise.all([caller.transport.close(), other.transport.close(), toBare.close()]);
  for (const child of [twin, watched, bare]) child.stop();
  const [ours, floor, theirs, noticed] = [
    median(measured.lean),
    median(measured.bare),
    median(measured.sdk),
    median(measured.seen),
  ];
  process.stdout.write(
    `AssumeRole, signed, over HTTP, ${IN_FLIGHT} in flight: ratio ${(ours.clock / floor.clock).toFixed(2)} to a bare server of node:http (median of ${ROUNDS} rounds)\n` +
      `${shown(ours.clock)}/s, ${shown(ours.server)} in a second of the server's core; bare ${shown(floor.clock)}/s, ${shown(floor.server)}\n` +
      `ratio ${(noticed.clock / floor.clock).toFixed(2)}, ${shown(noticed.clock)}/s, ${shown(noticed.server)} in a second of its core, where every call leads to an event and a message\n` +
      `${shown(theirs.clock)}/s with the SDK client, which is then what takes the time\n`,
  );
  return ours;
}

async function measureMemory(): Promise<number> {
  const child = await Child.start('memory', ACCOUNTS - Object.keys(organizationWith().accounts).length);
  const { resident } = await child.usage();
  const { transport, query, session, roles } = await openCaller(child.ready);
  const sweep = await rate(
    child,
    roles.length,
    async (number) => (await query.assumeRole(session, { roleArn: roles[number] ?? '', sessionName: 'bench' })).ok,
  );
  const after = await child.usage();
  await transport.close();
  child.stop();
  const megabytes = (bytes: number): number => bytes / 1024 / 1024;
  process.stdout.write(
    `${shown(megabytes(resident))} MB resident for ${shown(ACCOUNTS)} accounts, ${shown(megabytes(after.resident))} MB with a session in each\n` +
      `${shown(sweep.clock)}/s, ${shown(sweep.server)} in a second of the server's core, in a sweep through all of them\n`,
  );
  return megabytes(resident);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { goal: { type: 'boolean', default: false }, margin: { type: 'string', default: '1' } },
});
const [part, more] = positionals as [Part?, string?];
if (part === undefined) {
  const { server } = await measureSpeed();
  const megabytes = await measureMemory();
  const margin = Number(values.margin);
  if (values.goal && (server < GOAL_PER_SECOND * margin || megabytes >= GOAL_MEGABYTES / margin)) {
    process.stdout.write(
      `below ${shown(GOAL_PER_SECOND * margin)} calls in a second of the server's core, or above ${shown(GOAL_MEGABYTES / margin)} MB\n`,
    );
    process.exitCode = 1;
  }
} else {
  answerQuestions();
  if (part === 'bare') beBare();
  else await beTwin(organizationWith(Number(more), part === 'twin' ? [QUIET] : []));
}
