/** The package as it is packed: checked by others, installed in a project of its own, compiled against and played. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { questions } from '../../harness/questions/index.js';
import type { DrillResult } from '../../reports/result.js';
import type { Ended } from '../command-line.js';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: { typescript: string } };

/** What a project that takes its types seriously has; declaration files are checked too. */
const strict = { strict: true, module: 'nodenext', target: 'es2023', lib: ['es2023'] };

function call(folder: string, program: string, ...args: string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

function succeed(folder: string, program: string, ...args: string[]): string {
  const { code, out, err } = call(folder, program, ...args);
  expect(code, `${program} ${args.join(' ')}\n${out}\n${err}`).to.equal(0);
  return out;
}

/** Every method of a drill with every word that may follow it, as a scenario. */
function everyWord(): string {
  const lines = questions
    .flatMap((question) => Object.entries(question.methods))
    .flatMap(([method, { words, abouts }]) =>
      words.map(
        (word) =>
          `  it('${word}', async () => { await expect(drill.${method}(${abouts ? `'${String(abouts[0])}'` : ''})).to.${word.replace(' ', '.')}; });`,
      ),
    );
  return `import { expect, scenario } from 'breakglass-drill';\nexport default scenario('every-word', { title: 'T', source: 'S', proves: [] }, (drill) => {\n${lines.join('\n')}\n});\n`;
}

describe('the package', () => {
  let [folder, project, tarball] = ['', '', ''];
  let files: string[] = [];

  before('is packed and installed in the example', () => {
    folder = mkdtempSync(join(tmpdir(), 'breakglass-package-'));
    // What is tested was compiled already; packing with scripts would compile it again under our feet.
    const packed = succeed('.', 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder);
    const [{ filename, files: list }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
    tarball = join(folder, filename);
    files = list.map(({ path }) => path);
    project = join(folder, 'project');
    cpSync('examples/own-scenario', project, {
      recursive: true,
      filter: (path) => !/own-scenario.(node_modules|dist|drills)\b/.test(path),
    });
    // Nothing but the package and the compiler, as for somebody who begins.
    succeed(
      project,
      'npm',
      'install',
      '--ignore-scripts',
      tarball,
      `typescript@${manifest.devDependencies.typescript}`,
    );
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('holds what plays and what documents name, and nothing that tests it', () => {
    for (const path of [
      'dist/cli/entry.js',
      'dist/harness/index.d.ts',
      'docs/drill-file.md',
      'examples/own-scenario/drill.yaml',
    ])
      expect(files).to.include(path);
    expect(
      files.filter((path) => /^dist\/(test|tools|bench)\/|\.map$|\.tsbuildinfo$|node_modules|^drills/.test(path)),
    ).to.deep.equal([]);
  });
  it('is clean for publint', () => {
    expect(succeed('.', 'npm', 'run', '--silent', 'publint', '--', tarball)).to.match(/All good!/);
  });
  // The package is an ES module alone: where require() of one works (Node 20.19 and later), there is nothing else to resolve.
  it('has types that are not wrong, for whoever imports it', () => {
    expect(succeed('.', 'npm', 'run', '--silent', 'attw', '--', tarball)).to.match(/node16 \(from ESM\).*🟢/);
  });
  it('can be required from CommonJS as well', () => {
    writeFileSync(join(project, 'required.cjs'), "process.stdout.write(typeof require('breakglass-drill').scenario)");
    expect(succeed(project, process.execPath, 'required.cjs')).to.equal('function');
  });

  it('types every word of a scenario, whatever else the project has types of', () => {
    mkdirSync(join(project, 'words'));
    writeFileSync(join(project, 'words', 'every-word.ts'), everyWord());
    const options = { ...strict, types: [], noEmit: true };
    writeFileSync(join(project, 'words', 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
    succeed(project, 'npx', 'tsc', '-p', 'words');
  });
  it('types no other word', () => {
    writeFileSync(
      join(project, 'words', 'every-word.ts'),
      everyWord().replace('reach.everyAccount', 'reach.everyAcount'),
    );
    const { code, out } = call(project, 'npx', 'tsc', '-p', 'words');
    expect(out).to.match(/'everyAcount' does not exist/);
    expect(out.trimEnd().split('\n')).to.have.length(1);
    expect(code).to.not.equal(0);
  });

  it('compiles the scenario of the example', () => {
    succeed(project, 'npx', 'tsc');
    expect(readdirSync(join(project, 'dist'))).to.deep.equal(['night-shift.js']);
  });
  it('lists it', () => {
    expect(succeed(project, 'npx', 'breakglass-drill', 'list', '--file', 'drill.yaml')).to.match(/^night-shift$/m);
  });
  it('plays it: exit code 0, and the report tells of it', () => {
    succeed(project, 'npx', 'breakglass-drill', 'run');
    const [drill = ''] = readdirSync(join(project, 'drills'));
    const report = (name: string): string => readFileSync(join(project, 'drills', drill, name), 'utf8');
    const result = JSON.parse(report('result.json')) as DrillResult;
    expect(result.scenarios.map(({ id, outcome }) => [id, outcome])).to.deep.equal([
      ['readiness', 'held'],
      ['night-shift', 'held'],
    ]);
    expect(report('report.html')).to.contain(
      'Reach every account without the identity provider and without the finance team',
    );
    succeed(project, 'npx', 'breakglass-drill', 'verify', join('drills', drill));
  });
  it('finds with it what is broken: exit code 1', () => {
    const fault = 'node_modules/breakglass-drill/examples/broken/role-missing.yaml';
    const { code, out } = call(project, 'npx', 'breakglass-drill', 'run', './dist', '--overlay', fault);
    expect(out).to.contain('BG_ROLE_MISSING');
    expect(code).to.equal(1);
  });
  it('asks before it sends messages for it: exit code 2, and nothing was started', () => {
    const quiet = `${readFileSync(join(project, 'drill.yaml'), 'utf8')}limits: { messages: 0 }\n`;
    writeFileSync(join(project, 'quiet.yaml'), quiet);
    const run = ['breakglass-drill', 'run', '--file', 'quiet.yaml', '--output', 'quiet'];
    const { code, err } = call(project, 'npx', ...run);
    expect(err).to.match(/this drill sends up to [1-9]\d* messages to people, and 0 are allowed without asking/);
    expect(code, err).to.equal(2);
    expect(existsSync(join(project, 'quiet')) ? readdirSync(join(project, 'quiet')) : []).to.deep.equal([]);
    succeed(project, 'npx', ...run, '--yes');
  });
});
