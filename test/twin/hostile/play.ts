/** Plays attacks against a served twin and looks at every answer. */
import { httpTransport } from '../../../aws/transport.js';
import type { Credentials } from '../../../aws/signer.js';
import { wallClock } from '../../../base/clock.js';
import { mapInOrder } from '../../../base/limiter.js';
import { seededRandom } from '../../../base/random.js';
import { attacks, RARELY } from './attacks.js';
import { problemOf } from './judge.js';
import { problemOfRaw, sendRaw } from './raw.js';
import { pick, signed } from './request.js';
import type { Attack, Kit } from './request.js';
import { formDraft, formServices } from './services.js';

export interface Target {
  endpoint: string;
  insider: Credentials;
  nobody: Credentials;
  /** Nothing of these may be in any answer. */
  secrets: readonly string[];
}

export interface Played {
  /** How many answers had which status. */
  statuses: ReadonlyMap<number, number>;
  /** Milliseconds. */
  slowest: number;
  /** The first answer that was wrong, or came too late. */
  problem?: { number: number; attack: string; what: string; request: string };
}

/** No answer may take longer; milliseconds. */
const SLOWEST = 1000;
/** One attack in so many is made of bytes that are no HTTP. */
const RAW = 100;
const IN_FLIGHT = 8;
/** A recorded request is made anew after so many attacks, before its signature is too old. */
const RECORDED_FOR = 2000;

/** Plays the attacks of a seed numbered from `first`, until one is answered wrongly. The same seed and number make the same attack. */
export async function playHostile(
  target: Target,
  { seed, count, first = 0 }: { seed: string; count: number; first?: number },
  progress: (done: number) => void = () => undefined,
): Promise<Played> {
  const transport = httpTransport(target.endpoint, IN_FLIGHT);
  const statuses = new Map<number, number>();
  const kits = new Map<number, Pick<Kit, 'recorded'>>();
  let slowest = 0;
  let problem: Played['problem'];
  const one = async (number: number): Promise<void> => {
    if (problem) return;
    const random = seededRandom(`${seed} ${number}`);
    const started = wallClock.now();
    const found = random.below(RAW) === 0 ? await raw(target, random) : await send(number, random);
    const took = wallClock.now() - started;
    slowest = Math.max(slowest, took);
    const what = found.what ?? (took > SLOWEST ? `the answer took ${took} ms` : undefined);
    if (what !== undefined) problem ??= { number, attack: found.attack, what, request: found.request };
  };
  const send = async (
    number: number,
    random: Kit['random'],
  ): Promise<{ attack: string; request: string; what: string | undefined }> => {
    const { name, attack } = attackOf(target, random, number, kits);
    const answer = await transport.send(attack.request);
    statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1);
    return { attack: name, request: describe(attack), what: problemOf(attack, answer, target.secrets) };
  };
  await mapInOrder(
    Array.from({ length: count }, (_, index) => first + index),
    IN_FLIGHT,
    one,
    (_, number) => progress(number + 1 - first),
  );
  await transport.close();
  return { statuses, slowest, ...(problem ? { problem } : {}) };
}

async function raw(
  { endpoint }: Target,
  random: Kit['random'],
): Promise<{ attack: string; request: string; what: string | undefined }> {
  const answer = await sendRaw(endpoint, random);
  return { attack: 'bytes that are no HTTP', request: '', what: problemOfRaw(answer) };
}

function attackOf(
  { endpoint, insider, nobody }: Target,
  random: Kit['random'],
  number: number,
  kits: Map<number, Pick<Kit, 'recorded'>>,
): { name: string; attack: Attack } {
  const now = wallClock.now();
  const host = new URL(endpoint).host;
  const epoch = Math.floor(number / RECORDED_FOR);
  const kit: Kit = {
    random,
    host,
    now,
    insider,
    nobody,
    recorded: { method: 'POST', target: '/', headers: {}, body: new Uint8Array(0) },
  };
  const [sts] = formServices;
  if (!kits.has(epoch) && sts)
    kits.set(epoch, { recorded: signed(kit, 'sts', formDraft(sts, 'GetCallerIdentity', {})) });
  const names = Object.keys(attacks);
  for (;;) {
    const name = pick(random, names);
    const make = attacks[name];
    if (make && random.below(RARELY[name] ?? 1) === 0) return { name, attack: make({ ...kit, ...kits.get(epoch) }) };
  }
}

/** Beginning of a request, for whoever looks for the cause. What signs it is left out. */
function describe({ request }: Attack): string {
  const { authorization: _, 'x-amz-security-token': __, ...headers } = request.headers;
  return `${request.method} ${request.target.slice(0, 200)} ${JSON.stringify(headers).slice(0, 400)} ${request.body.length} bytes: ${Buffer.from(request.body.subarray(0, 400)).toString('latin1')}`;
}
