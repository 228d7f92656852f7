/**
 * A drill whose process dies, without a process of its own: from one of its writes on, whatever it still runs reaches nothing.
 * Calls that were on their way arrive, as those of a killed process do.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Pool } from 'undici';
import { silentProgress } from '../harness/drill/progress.js';
import { loadDrill } from '../harness/engine/load.js';
import type { LoadOptions } from '../harness/engine/load.js';
import { runDrill } from '../harness/engine/run.js';
import { scenarios } from '../scenarios/index.js';

interface Life {
  dead: boolean;
  /** Calls that were sent and not yet answered. */
  onTheWay: Set<Promise<unknown>>;
}

const lives = new AsyncLocalStorage<Life>();

/** Lets through what a living drill sends, and everything of those that are none. */
function guarded<Given extends unknown[], Answer>(
  send: (...given: Given) => Promise<Answer>,
): (...given: Given) => Promise<Answer> {
  return async function (this: unknown, ...given) {
    const life = lives.getStore();
    if (life?.dead === true) throw new Error('the dead send nothing');
    const sent = Reflect.apply(send, this, given);
    life?.onTheWay.add(sent);
    return sent.finally(() => life?.onTheWay.delete(sent));
  };
}

/** Cuts every way out of this process for drills that are dead, until the function that it returns is called. */
export function cutWaysOut(): () => void {
  // Both are kept to be put back; neither is called without its object.
  const request = Reflect.get(Pool.prototype, 'request');
  const { fetch } = globalThis;
  Object.defineProperty(Pool.prototype, 'request', { value: guarded(request), configurable: true, writable: true });
  globalThis.fetch = guarded(fetch);
  return () => {
    Reflect.deleteProperty(Pool.prototype, 'request');
    globalThis.fetch = fetch;
  };
}

/** Plays a drill until it is about to make this write, and ends it there; the names of what it wrote. */
export async function playUntil(
  load: LoadOptions,
  output: string,
  kill: (write: number, name: string) => boolean,
): Promise<string[]> {
  const life: Life = { dead: false, onTheWay: new Set() };
  const stopped = new AbortController();
  const written: string[] = [];
  const onWrite = (name: string): void => {
    if (!life.dead && !kill(written.length + 1, name)) return void written.push(name);
    life.dead = true;
    // It can do nothing any more: this lets it see so sooner.
    stopped.abort(new Error('killed'));
    throw new Error('the dead write nothing');
  };
  const options = {
    scenarios,
    output,
    progress: silentProgress,
    tool: { name: 'breakglass-drill', version: 'test' },
    signal: stopped.signal,
    onWrite,
  };
  await lives
    .run(life, () => runDrill(loadDrill('drill.yaml', load), options))
    .catch((error: unknown) => {
      if (!life.dead) throw error;
    });
  await Promise.allSettled(life.onTheWay);
  return written;
}
