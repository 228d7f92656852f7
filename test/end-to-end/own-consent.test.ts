import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { drawn } from '../draw.js';
import type { ObservedCall } from '../../aws/guard.js';
import { describeError, isCodedError } from '../../base/errors.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { loadDrill } from '../../harness/engine/load.js';
import type { LoadedDrill } from '../../harness/engine/load.js';
import { runDrill } from '../../harness/engine/run.js';
import { scenarios } from '../../scenarios/index.js';
import { command } from '../command-line.js';
import { withFolder } from '../drill.js';
import { watchedTarget } from '../planned-calls.js';
import { commandHere } from './called.js';
import { own } from './own-folder.js';

/** A scenario that says of itself no more than it must, with these checks. */
const module = (...asks: string[]): string => `import { expect, scenario } from 'breakglass-drill';
export default scenario('mine', { title: 'T', source: 'S', proves: [] }, (drill) => {
${asks.map((ask, index) => `  it('checks ${index}', async () => { await expect(${ask}; });\n`).join('')}});
`;

const HARMLESS = 'drill.inspection("roles")).to.find.nothing';
const NO_MESSAGES = 'limits: { messages: 0 }\n';

/** Asks that make uses of break glass, each in a way of its own. */
const LOUD: readonly [what: string, ask: string][] = [
  ['sweeps', 'drill.sweep()).to.reach.everyAccount'],
  ['reads the calls of a sweep', 'drill.calls()).to.avoid.identityProvider'],
  ['is about refusals, which tell something only after a sweep', 'drill.attempts("outsider")).to.be.refused'],
  ['signs in to the console', 'drill.console()).to.admit.breakGlass'],
  ['tests guardrails as break glass', 'drill.guardrails()).to.yield.toBreakGlass'],
];

/** Plays a drill; what somebody was asked, how it ended, and whether the break-glass role was ever entered. */
async function asked(
  loaded: LoadedDrill,
  folder: string,
  agree: boolean,
): Promise<{ questions: string[]; ended: string; entered: boolean }> {
  const [questions, calls]: [string[], ObservedCall[]] = [[], []];
  const consent = (question: string): Promise<boolean> => (questions.push(question), Promise.resolve(agree));
  let ended = 'played';
  try {
    await runDrill(loaded, {
      scenarios,
      output: join(folder, 'out'),
      progress: silentProgress,
      tool: { name: 'breakglass-drill', version: 'test' },
      openTarget: watchedTarget((call) => void calls.push(call)),
      consent,
    });
  } catch (error) {
    expect(isCodedError(error), String(error)).to.equal(true);
    ended = describeError(error);
  }
  return {
    questions,
    ended,
    entered: calls.some(({ principal }) => principal?.name === 'role/break-glass/BreakGlass'),
  };
}

describe("consent to the messages of a user's own scenario", () => {
  for (const [what, ask] of drawn('loud questions', LOUD, { few: 2, more: 3 }))
    it(`is asked for where it ${what}, and not where that is deleted`, () =>
      withFolder(async (folder) => {
        const file = own(
          folder,
          { 'loud.js': module(HARMLESS, ask), 'quiet.js': module(HARMLESS) },
          ['./loud.js'],
          NO_MESSAGES,
        );
        const loud = await asked(loadDrill(file), folder, false);
        expect(loud.questions).to.have.length(1);
        expect(loud.questions[0]).to.match(
          /sends up to [\d,]+ messages to people, and 0 are allowed without asking: .* by email/,
        );
        expect(loud.ended).to.match(/^this drill sends up to [\d,]+ messages to people/);
        expect(loud.entered).to.equal(false);
        expect(existsSync(join(folder, 'out'))).to.equal(false);
        const quiet = await asked(loadDrill(file, { scenarios: [join(folder, 'quiet.js')] }), folder, false);
        expect(quiet).to.deep.equal({ questions: [], ended: 'played', entered: false });
      }));

  it('is what lets it page people', () =>
    withFolder(async (folder) => {
      const file = own(folder, { 'loud.js': module(LOUD[0]?.[1] ?? '') }, ['./loud.js'], NO_MESSAGES);
      const agreed = await asked(loadDrill(file), folder, true);
      expect([agreed.questions.length, agreed.ended, agreed.entered]).to.deep.equal([1, 'played', true]);
    }));

  it('cannot be given where nobody sits at the terminal: exit code 2, and nothing is written', () =>
    withFolder(async (folder) => {
      const file = own(folder, { 'mine.js': module(HARMLESS, LOUD[0]?.[1] ?? '') }, ['./mine.js'], NO_MESSAGES);
      const run = ['run', '--file', file, '--output', join(folder, 'out')];
      const ended = await command(run);
      expect([ended.code, ended.out, existsSync(join(folder, 'out'))]).to.deep.equal([2, '', false]);
      expect(ended.err).to.match(/this drill sends up to [\d,]+ messages to people, and 0 are allowed/);
      writeFileSync(join(folder, 'mine.js'), module(HARMLESS));
      expect((await commandHere(...run)).code).to.equal(0);
    }));
});
