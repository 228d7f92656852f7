/**
 * A drill whose process dies, without a process of its own: from one of its writes on, whatever it still runs reaches nothing.
 * Calls that were on their way arrive, as those of a killed process do.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { Pool } from 'undici';
import { wallClock } from '../base/clock.js';
import { silentProgress } from '../harness/drill/progress.js';
import { loadDrill } from '../harness/engine/load.js';
import type { LoadOptions } from '../harness/engine/load.js';
import { runDrill } from '../harness/engine/run.js';
import { scenarios } from '../scenarios/index.js';

/** Where a drill is: it is about to write, or to send. */
export interface Moment {
  about: 'write' | 'call';
  /** Writes that are done. */
  writes: number;
  /** What is written to. */
  name?: string;
}

interface Life {
  dead: boolean;
  /** Ends the drill if this is its moment. */
  live(about: Moment['about'], name?: string): boolean;
  /** Calls that were sent and not yet answered. */
  onTheWay: Set<Promise<unknown>>;
}

const lives = new AsyncLocalStorage<Life>();

/** Lets through what a living drill sends, and everything of those that are none. */
function guarded<Given extends unknown[], Answer>(
  send: (...given: Given) => Promise<Answer>,
  deadSend: (...given: Given) => Promise<Answer> = () => Promise.reject(new Error('the dead send nothing')),
): (...given: Given) => Promise<Answer> {
  return async function (this: unknown, ...given) {
    const life = lives.getStore();
    if (life?.live('call') === false) return deadSend(...given);
    const sent = Reflect.apply(send, this, given);
    life?.onTheWay.add(sent);
    return sent.finally(() => life?.onTheWay.delete(sent));
  };
}

/** A wait of the dead passes at once, in place of in real time: it would hold up the test. */
function passingTime(): (...given: Parameters<typeof fetch>) => Promise<Response> {
  let now = wallClock.now();
  return (url, options) => {
    if (!(typeof url === 'string' && url.endsWith('/clock') && typeof options?.body === 'string'))
      return Promise.reject(new Error('the dead send nothing'));
    now += (JSON.parse(options.body) as { advanceSeconds: number }).advanceSeconds * 1000;
    return Promise.resolve(Response.json({ now: new Date(now).toISOString() }));
  };
}

/** Cuts every way out of this process for drills that are dead, until the function that it returns is called. */
export function cutWaysOut(): () => void {
  // Both are kept to be put back; neither is called without its object.
  const request = Reflect.get(Pool.prototype, 'request');
  const { fetch } = globalThis;
  Object.defineProperty(Pool.prototype, 'request', { value: guarded(request), configurable: true, writable: true });
  globalThis.fetch = guarded(fetch, passingTime());
  return () => {
    Reflect.deleteProperty(Pool.prototype, 'request');
    globalThis.fetch = fetch;
  };
}

/** Plays a drill and ends it at a moment; the names of what it wrote. */
export async function playUntil(
  load: LoadOptions,
  output: string,
  isLast: (moment: Moment) => boolean,
): Promise<string[]> {
  const stopped = new AbortController();
  const written: string[] = [];
  const life: Life = {
    dead: false,
    onTheWay: new Set(),
    live: (about, name) => {
      if (!life.dead && !isLast({ about, writes: written.length, ...(name === undefined ? {} : { name }) }))
        return true;
      life.dead = true;
      // It can do nothing any more: this lets it see so sooner.
      stopped.abort(new Error('killed'));
      return false;
    },
  };
  const options = {
    scenarios,
    output,
    progress: silentProgress,
    tool: { name: 'breakglass-drill', version: 'test' },
    signal: stopped.signal,
    onWrite: (name: string) => {
      if (!life.live('write', name)) throw new Error('the dead write nothing');
      written.push(name);
    },
  };
  await lives
    .run(life, () => runDrill(loadDrill('drill.yaml', load), options))
    .catch((error: unknown) => {
      if (!life.dead) throw error;
    });
  await Promise.allSettled(life.onTheWay);
  return written;
}
