/** Draws the progress of a drill on standard error: a list that updates on a terminal, plain lines elsewhere. */
import { Listr } from 'listr2';
import type { ListrTaskWrapper, SimpleRenderer, DefaultRenderer } from 'listr2';
import { wallClock } from '../base/clock.js';
import type { Progress } from '../harness/drill/progress.js';
import type { Outcome } from '../reports/result.js';

type Task = ListrTaskWrapper<unknown, typeof DefaultRenderer, typeof SimpleRenderer>;

/** A progress that is drawn until `done` is called. */
export interface DrawnProgress extends Progress {
  done(): Promise<void>;
}

/** Shows steps and checks one after another as the drill tells them. `quiet` shows nothing. */
export function drawProgress(quiet: boolean): DrawnProgress {
  const terminal = process.stderr.isTTY;
  const say = (line: string): void => {
    if (!quiet && !terminal) process.stderr.write(`${line}\n`);
  };
  if (quiet || !terminal)
    return {
      step: (what) => say(`  ${what}`),
      check: (_scenario, title, outcome, note) => say(checkLine(title, outcome, note)),
      cells: () => undefined,
      done: () => Promise.resolve(),
    };
  return drawList();
}

/** One listr2 task after another: a step is drawn until the next begins, a check is drawn with its outcome. */
function drawList(): DrawnProgress {
  let finish: (() => void) | undefined;
  let current: Task | undefined;
  let drawn: Promise<unknown> = Promise.resolve();
  let sweepStarted = wallClock.now();
  // Cells before this step, those among them that were taken over from a drill that is resumed: they say nothing of how fast this one is.
  let [last, before] = [0, 0];
  const restart = (): void => {
    sweepStarted = wallClock.now();
    before = last;
  };
  const draw = (title: string, work: (task: Task) => Promise<void>): void => {
    const list = new Listr([{ title, task: (_context, task) => work(task as Task) }], {
      exitOnError: false,
      rendererOptions: { showErrorMessage: false },
    });
    drawn = drawn.then(() => list.run()).catch(() => undefined);
  };
  const step = (what: string): void => {
    finish?.();
    const ended = new Promise<void>((resolve) => {
      finish = resolve;
    });
    restart();
    draw(what, async (task) => {
      current = task;
      await ended;
    });
  };
  return {
    step,
    check: (_scenario, title, outcome, note) => {
      finish?.();
      draw(checkLine(title, outcome, note), () =>
        outcome === 'held' ? Promise.resolve() : Promise.reject(new Error(outcome)),
      );
      restart();
    },
    cells: (done, total) => {
      const seconds = Math.max(0.001, (wallClock.now() - sweepStarted) / 1000);
      last = done;
      const rate = (done - before) / seconds;
      if (current)
        current.output = `${done} of ${total} cells, ${Math.round(rate)}/s, ${Math.ceil((total - done) / rate)} s left`;
    },
    done: async () => {
      finish?.();
      await drawn;
    },
  };
}

function checkLine(title: string, outcome: Outcome, note: string): string {
  return `${outcome.padEnd(12)} it ${title}${note === '' ? '' : ` (${note})`}`;
}
