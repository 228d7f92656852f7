/** The oracle as a child process, asked over JSON lines. */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Evaluation } from '../../iam/index.js';
import type { Simulation } from './adapter.js';

const FOLDER = 'tools/iam-oracle';

/** What the oracle says. */
export interface Answer {
  decision?: Evaluation['decision'];
  /** Context keys that it threw away. */
  ignored: string[];
  /** Why it did not decide. */
  refused?: string;
  /** How long it took, without the way there and back. */
  nanoseconds: number;
}

/** True if the oracle was installed (`npm run test:oracle` does it). */
export function isInstalled(): boolean {
  return existsSync(`${FOLDER}/node_modules/@cloud-copilot/iam-simulate/package.json`);
}

export class Oracle {
  readonly #child: ChildProcessWithoutNullStreams = spawn(process.execPath, [`${FOLDER}/oracle.mjs`]);
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #number = 0;

  constructor() {
    this.#child.stderr.pipe(process.stderr);
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      const { number, ...answer } = JSON.parse(line) as Answer & { number: number };
      this.#waiting.get(number)?.({ ...answer, ignored: answer.ignored ?? [] });
      this.#waiting.delete(number);
    });
  }

  /** Its answer; many questions can be under way. `times`: asks that often, for the time that it takes. */
  ask(simulation: Simulation, times = 1): Promise<Answer> {
    const number = this.#number++;
    this.#child.stdin.write(`${JSON.stringify({ number, simulation, times })}\n`);
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
    });
  }

  end(): void {
    this.#child.stdin.end();
  }
}
