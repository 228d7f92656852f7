/** The comparison with free emulators: every row in which one of them was measured to fail, and what goes with it. */
import { credentials } from './credentials.js';
import { guardrails } from './guardrails.js';
import { mfa } from './mfa.js';
import { monitoring } from './monitoring.js';
import { reads } from './reads.js';
import type { Row, Subject } from './row.js';
import { trust } from './trust.js';
import { openWorld } from './world.js';

/** Every subject, in the order of the page. */
export const comparison: readonly Subject[] = [mfa, trust, credentials, guardrails, monitoring, reads];

/** What the twin answers, in a world that nothing has happened in. */
export async function answerOfTwin(row: Row): Promise<string> {
  const world = await openWorld();
  try {
    return await row.ask(world);
  } finally {
    await world.close();
  }
}
