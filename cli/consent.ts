/** Who answers for people. Who agrees to many messages: `--yes`, or whoever sits at the terminal; without both nobody can be asked. */
import { createInterface } from 'node:readline/promises';
import type { OnCall } from '../harness/drill/on-call.js';
import type { Consent } from '../harness/engine/consent.js';

/** The option for a drill. */
export function consentOf({ yes }: { yes?: true | undefined }): { consent?: Consent } {
  if (yes) return { consent: () => Promise.resolve(true) };
  return process.stdin.isTTY && process.stderr.isTTY ? { consent: askTerminal } : {};
}

/** Asks whoever is on call, at the terminal. */
export function onCallAtTerminal(): { onCall?: OnCall } {
  return process.stdin.isTTY && process.stderr.isTTY ? { onCall: askTerminal } : {};
}

async function askTerminal(question: string, signal?: AbortSignal): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`\n${question} [y/N] `, signal ? { signal } : {})).trim());
  } finally {
    terminal.close();
  }
}
