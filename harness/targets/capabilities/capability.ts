/** What a target can do, as an answer shows it: nothing is assumed from a name or a version. */
import { isCodedError } from '../../../base/errors.js';
import { notImplemented } from '../../../aws/missing-operations.js';
import type { Clients } from '../../../aws/clients.js';
import { ATTEMPTS } from '../../../aws/retries.js';
import { isWayFault } from '../../../aws/way-faults.js';
import { uuid } from '../../../base/ids.js';
import { systemRandom } from '../../../base/random.js';
import type { Organization } from '../../../organization/model.js';
import type { CapabilityAnswer } from '../../../reports/result.js';
import type { CapabilityName } from '../../drill/capability.js';
import type { Ledger } from '../../drill/ledger.js';
import type { Progress } from '../../drill/progress.js';
import type { Remote } from '../remote.js';
import { createRemovals } from '../removals.js';
import type { Maker } from '../removals.js';
import type { Place } from '../undoers.js';
import type { EndpointSecrets } from '../secrets-file.js';

/** Something that a target enforces or has, and the answer that showed it. */
export type Capability = CapabilityAnswer & { capability: CapabilityName };

/** Whom probes ask as, and about what. */
export interface Probing {
  /** Keeps what probes make. */
  ledger: Ledger;
  remote: Remote;
  secrets: EndpointSecrets;
  organization: Organization;
  /** Break-glass users: nobody asks as them, or a use would be seen that nobody made. */
  spared: readonly string[];
  progress: Progress;
  signal?: AbortSignal;
}

/** One question to a target. */
export interface CapabilityProbe {
  capability: CapabilityName;
  /** The calls that are made to find out, in words. */
  asked: string;
  /** All of them, with those that take away what was made; `service:Operation`. */
  calls: readonly string[];
  /** Asks. What it rejects with is an answer too: then the target is not able. */
  ask(probing: Probing, made: Made): Promise<Pick<Capability, 'able' | 'answer'>>;
}

/** Things that a probe made, to be taken away in the opposite order whatever happens. */
export interface Made extends Maker {
  /** A name that nobody else has: two drills at once do not disturb each other. */
  name: string;
}

/** What every name of a probe begins with; whoever finds such a thing may delete it. */
export const PROBE_PREFIX = 'breakglass-drill-probe-';

/** Asks, and takes away what was made for it. What gives no answer is not there. Says what could not be taken away. Rejects only for a call that it did not declare. */
export async function probe(question: CapabilityProbe, probing: Probing): Promise<Capability> {
  const { capability, asked } = question;
  for (let time = 1; ; time++) {
    try {
      const { able, answer } = await askOnce(question, probing);
      return { capability, able, asked, answer };
    } catch (error) {
      // The drill refused its own call: that says nothing about the target.
      if (isCodedError(error) && error.code === 'BG_NEVER_SENT') throw error;
      // Nor does what may or may not have been made: it is made anew, under another name.
      if (!isWayFault(error) || time >= ATTEMPTS) return { capability, able: false, asked, answer: answerOf(error) };
    }
  }
}

async function askOnce({ ask }: CapabilityProbe, probing: Probing): Promise<Pick<Capability, 'able' | 'answer'>> {
  const { make, removeAll } = createRemovals(probing.ledger, probing.progress);
  try {
    return await ask(probing, { name: `${PROBE_PREFIX}${uuid(systemRandom).split('-').at(-1) ?? ''}`, make });
  } finally {
    await removeAll();
  }
}

/** Something of a probe in the administrator's account and the home Region. */
export function placeOf({ remote, organization }: Probing, name: string): Place {
  return { account: remote.ways.accountId, region: organization.homeRegion, name };
}

/** Clients of the administrator in the home Region. */
export function asAdministrator({ remote, organization }: Probing): Promise<Clients> {
  return remote.ways.clients(remote.ways.accountId, organization.homeRegion);
}

/** A refusal that must come: success means that nothing is enforced, and what is not there cannot refuse. */
export async function refusal(call: () => Promise<unknown>): Promise<{ refused: boolean; answer: string }> {
  try {
    await call();
    return { refused: false, answer: 'succeeded' };
  } catch (error) {
    if (isWayFault(error)) throw error;
    return { refused: notImplemented(error) === undefined && isAnswer(error), answer: answerOf(error) };
  }
}

/** Able if the call is refused. */
export async function mustRefuse(call: () => Promise<unknown>): Promise<Pick<Capability, 'able' | 'answer'>> {
  const { refused, answer } = await refusal(call);
  return { able: refused, answer };
}

/** An error of the service, and not one of the way there. */
function isAnswer(error: unknown): boolean {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode !== undefined;
}

/** An error in one line: status, name, message. */
export function answerOf(error: unknown): string {
  const absent = notImplemented(error);
  if (absent !== undefined) return absent;
  if (isCodedError(error)) return error.message;
  const {
    name = 'Error',
    message = '',
    $metadata: { httpStatusCode: status } = {},
  } = error as { name?: string; message?: string; $metadata?: { httpStatusCode?: number } };
  return `${status ?? 'no answer'} ${name}${message === '' ? '' : `: ${message.split('\n', 1)[0]?.slice(0, 160) ?? ''}`}`;
}
