/** A journal in memory, and what was done with it in its order. */
import { virtualClock } from '../../base/clock.js';
import { createJournal } from '../../reports/journal.js';
import type { Journal } from '../../reports/journal.js';

export function memoryJournal(): { journal: Journal; log: string[] } {
  const log: string[] = [];
  const sink = {
    append: (line: string) => {
      const { kind, state } = JSON.parse(line) as { kind: string; state?: string };
      log.push(state ?? kind);
    },
    sync: () => void log.push('sync'),
  };
  return {
    journal: createJournal({ sink, drill: 'd', clock: virtualClock(0), firstHash: '0'.repeat(64), secrets: () => [] }),
    log,
  };
}
