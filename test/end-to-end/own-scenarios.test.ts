import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'chai';
import { describeError, isCodedError } from '../../base/errors.js';
import { chooseScenarios, rehearseChosen } from '../../harness/engine/choose-scenarios.js';
import { loadDrill } from '../../harness/engine/load.js';
import { scenarios } from '../../scenarios/index.js';
import { play } from '../command-line.js';
import { withFolder } from '../drill.js';
import { command, commandHere } from './called.js';
import { own } from './own-folder.js';
import { scenarioModule, wrongScenarios } from './wrong-scenarios.js';

/** What the first error of choosing and planning says, with its place and hint; `held` if there is none. */
async function refusal(file: string, names: readonly string[] = []): Promise<string> {
  try {
    await rehearseChosen(loadDrill(file, { scenarios: names }), scenarios);
    return 'held';
  } catch (error) {
    expect(isCodedError(error), String(error)).to.equal(true);
    return describeError(error);
  }
}

describe("scenarios of a user's own", () => {
  for (const [title, files, named, sentence] of wrongScenarios)
    it(`refuses ${title}, and says where`, () =>
      withFolder(async (folder) => {
        const said = await refusal(own(folder, files, named));
        expect(said).to.match(sentence);
        // The last entry is the one to mend.
        const lines = readFileSync(join(folder, 'drill.yaml'), 'utf8').split('\n');
        expect(said).to.match(new RegExp(`drill\\.yaml:${lines.length - 1}:5: `));
      }));

  it('are one file each, or all files of a folder by name', () =>
    withFolder(async (folder) => {
      const files = {
        'one.mjs': scenarioModule('one'),
        'more/b.js': scenarioModule('b'),
        'more/a.js': scenarioModule('c'),
        'more/a.d.ts': '',
        'more/a.js.map': '',
      };
      const file = own(folder, files, ['./more', 'readiness', `${folder}/one.mjs`]);
      const ids = (await chooseScenarios(loadDrill(file), scenarios)).map(({ id }) => id);
      expect(ids).to.deep.equal(['c', 'b', 'readiness', 'one']);
    }));

  it('count as what was drilled', () =>
    withFolder((folder) => {
      const file = own(folder, { 'a.js': scenarioModule('a') }, ['./a.js']);
      const { digest } = loadDrill(file);
      writeFileSync(join(folder, 'a.js'), scenarioModule('a', 'await expect(drill.federation()).to.be.shut'));
      expect(loadDrill(file).digest).to.not.equal(digest);
      return Promise.resolve();
    }));

  it('have checks that the drill file may name by their ids, and by no other word', () =>
    withFolder(async (folder) => {
      const entry = (check: string): string =>
        `  - { id: BG_ROLE_MISSING, checks: [a/${check}], owner: o, reason: r, until: '2199-12-31' }\n`;
      const said = async (more: string): Promise<string> => {
        const home = mkdtempSync(join(folder, 'own-'));
        const ended = await commandHere('plan', '--file', own(home, { 'a.js': scenarioModule('a') }, ['./a.js'], more));
        return ended.code === 0 ? 'planned' : ended.err;
      };
      for (const [key, wrong, right] of [
        ['required', '  - a/checks\n', '  - a/sweep.reach.everyAccount\n'],
        ['exceptions', entry('checks'), entry('sweep.reach.everyAccount')],
      ] as const) {
        expect(await said(`${key}:\n${wrong}`)).to.match(
          /drill\.yaml:\d+:\d+: scenario "a" has no check "checks"\n {2}Its checks are sweep\.reach\.everyAccount\.\n/,
        );
        expect(await said(`${key}:\n${right}`)).to.equal('planned');
      }
    }));

  it('are named on the command line relative to the working directory', () =>
    withFolder(async (folder) => {
      const file = own(folder, { 'a.js': scenarioModule('a') }, ['readiness']);
      expect(await refusal(file, ['./a.js'])).to.match(
        /^there is no file and no folder a\.js\n {2}Check the path: it is relative to the working directory/,
      );
      expect(await refusal(file, [join(folder, 'a.js')])).to.equal('held');
    }));

  it('end with exit code 2 where one cannot be played, and nothing is written', () =>
    withFolder(async (folder) => {
      const file = own(folder, {}, ['readiness', './none.js']);
      const ended = await commandHere('run', '--file', file, '--output', join(folder, 'out'));
      expect(ended.err).to.match(/drill\.yaml:\d+:5: there is no file and no folder/);
      expect(ended.code).to.equal(2);
      expect(ended.out).to.equal('');
    }));

  it('are listed and explained with their drill file', () =>
    withFolder(async (folder) => {
      const file = own(folder, { 'a.js': scenarioModule('a') }, ['./a.js']);
      expect(command('list', '--file', file).out).to.match(/^a\n {2}T\n {2}check {2}checks\n/);
      expect(command('explain', 'a', '--file', file).out).to.match(/^a: T\n/);
      expect((await commandHere('explain', 'a')).code).to.equal(2);
    }));

  it('are played where they import another copy of the same package', () =>
    withFolder(async (folder) => {
      const premise = `import { expect, identityProvider, scenario } from 'breakglass-drill';
export default scenario('own', { title: 'T', source: 'S', proves: [] }, (drill, later) => {
  drill.given(identityProvider.down());
  it('checks', async () => { await expect(drill.sweep()).to.reach.everyAccount; });
  later('waits', async () => { await expect(drill.alarms()).to.fire.withinSla; });
});
`;
      const file = own(folder, {}, ['./project/own.js']);
      const copy = join(folder, 'project/node_modules/breakglass-drill');
      cpSync('dist', join(copy, 'dist'), {
        recursive: true,
        filter: (path) => !/dist.(test|tools|bench)\b|\.map$/.test(path),
      });
      cpSync('package.json', join(copy, 'package.json'));
      symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
      writeFileSync(join(folder, 'project/own.js'), premise);
      const { result, code, err } = await play(['--file', file]);
      expect(code, err).to.equal(0);
      expect(result.scenarios.map(({ id, outcome }) => [id, outcome])).to.deep.equal([['own', 'held']]);
    }));

  it('are played from the command line beside those that ship', () =>
    withFolder(async (folder) => {
      const file = own(folder, { 'a.js': scenarioModule('a') }, ['readiness']);
      const ended = await commandHere(
        ...['run', 'readiness', join(folder, 'a.js')],
        ...['--file', file, '--output', folder, '--json'],
      );
      expect(ended.code, ended.err).to.equal(0);
      expect(ended.out).to.contain('"sweep.reach.everyAccount"');
    }));
});
