/** What was seen, kept from run to run: a tool takes minutes, and nobody has to play all at once. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { page } from './page.js';
import type { Board } from './page.js';

const FILE = 'bench/detect/results.json';

/** Adds a board to what is kept, and makes the page of both. What other versions saw is dropped. */
export function keep(board: Board): void {
  const kept = existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Board) : board;
  const joined = isDeepStrictEqual(kept.versions, board.versions) ? join(kept, board) : board;
  writeFileSync(FILE, `${JSON.stringify(joined, null, 2)}\n`);
  writeFileSync('docs/detection.md', page(joined));
}

function join(kept: Board, { gallery, versions, sound, variants, faults }: Board): Board {
  return {
    gallery,
    versions,
    sound: { ...kept.sound, ...sound },
    variants: byName(kept.variants, variants),
    faults: byName(kept.faults, faults),
  };
}

/** Later ones take the place of earlier ones; a tool that did not look again keeps what it saw. */
function byName<Each extends { name: string; seen: object }>(before: readonly Each[], after: readonly Each[]): Each[] {
  const all = new Map(before.map((each) => [each.name, each]));
  for (const each of after) {
    const seen = { ...all.get(each.name)?.seen, ...each.seen };
    all.set(each.name, { ...each, seen });
  }
  return [...all.values()];
}
