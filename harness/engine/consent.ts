/** Asks before many people are called: a forecast above the limit needs somebody who agrees. */
import { usageError } from '../../base/errors.js';
import type { DrillPlan } from '../../reports/plan.js';
import { groupDigits } from '../../reports/sentences.js';
import type { DrillFile } from '../configuration/drill-file.js';
import { messagesForPeople } from '../monitoring/forecast.js';

/** Answers a question; absent where nobody can be asked. */
export type Consent = (question: string) => Promise<boolean>;

/** Messages to people without consent, where they are real. */
const UNASKED = 1000;

/** Throws a usage error if more messages are to come than allowed and nobody agrees. */
export async function askConsent(
  { drill, messages }: Pick<DrillPlan, 'drill' | 'messages'>,
  { limits }: Pick<DrillFile, 'limits'>,
  consent: Consent | undefined,
): Promise<void> {
  const limit = limits.messages ?? (drill.mode === 'EMULATED' ? Infinity : UNASKED);
  const expected = messagesForPeople(messages);
  if (expected <= limit) return;
  const topics = messages
    .filter(({ subscriber }) => subscriber !== 'sqs')
    .map(({ topic, subscriber, atMost }) => `${groupDigits(atMost)} by ${subscriber} from ${topic}`);
  const told = `this drill sends up to ${groupDigits(expected)} messages to people, and ${groupDigits(limit)} are allowed without asking`;
  if (await consent?.(`${told}: ${topics.join(', ')}. Go on?`)) return;
  throw usageError(told, 'Tell them, and agree with --yes; or raise limits.messages in the drill file.');
}
