import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sha256 } from '../../base/canonical-json.js';
import { openUndoRecords } from '../../reports/open-undos.js';
import { readUnfinished } from '../../reports/unfinished-journal.js';
import { openRemote } from '../../harness/targets/remote.js';
import { readRemote } from '../../harness/targets/read-remote.js';
import { truth } from '../harness/endpoint-lies.js';
import { playUntil } from '../killed-drill.js';
import type { Moment } from '../killed-drill.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import type { LyingEndpoint } from '../lying-endpoint.js';
import { SMALL_LANDING_ZONE } from '../landing-zone.js';
import { command } from '../command-line.js';
import type { Ended } from '../command-line.js';
import { commandHere } from './called.js';

/** How the journal says that a containment is about to begin. */
const CONTAINMENT = /"state":"planned","ts":"[^"]*","undo":{"kind":"permission-set-policy"/;

/** Plays a drill in a process of its own and kills it once its journal holds a text. Its folder. */
async function killedDrill({ endpoint }: LyingEndpoint, work: string): Promise<string> {
  const output = join(work, 'drills');
  mkdirSync(output);
  writeFileSync(join(work, 'small.yaml'), SMALL_LANDING_ZONE);
  const secrets = ['--endpoint', endpoint, '--secrets', join(work, 'secrets.json')];
  const what = ['run', 'identity-provider-compromise', '--target', 'endpoint', '--overlay', join(work, 'small.yaml')];
  const child = spawn(process.execPath, ['dist/cli/entry.js', ...what, ...secrets, '--output', output, '--yes']);
  let said = '';
  const ended = new Promise((resolve) => child.once('close', (_code, signal) => resolve(signal)));
  const look = (): void => {
    const journal = readdirSync(output).length === 0 ? '' : textOf(join(onlyFolder(output), 'journal.jsonl'));
    if (CONTAINMENT.test(journal)) child.kill('SIGKILL');
  };
  // It says what it does next: a word is as good a moment as any.
  child.stderr.on('data', (text: Buffer) => {
    said += text.toString('utf8');
    look();
  });
  const signal = await ended;
  expect(signal, said).to.equal('SIGKILL');
  return onlyFolder(output);
}

function onlyFolder(output: string): string {
  return join(output, readdirSync(output)[0] ?? '');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function snapshotOf({ endpoint, secrets }: LyingEndpoint): Promise<string> {
  const remote = await openRemote({ endpoint, secrets, accountId: '', region: 'eu-west-1' });
  return readRemote(remote, { regions: ['eu-west-1'] })
    .then((snapshot) =>
      JSON.stringify(snapshot, (name, value: unknown) => (name === 'lastUsed' ? undefined : value), 1),
    )
    .finally(() => remote.close());
}

describe('recover on the command line', function () {
  this.timeout(60_000);
  let work: string;
  let folder: string;
  let sound: string;
  let served: LyingEndpoint;

  before(async () => {
    served = await lyingEndpoint(truth, SMALL_LANDING_ZONE);
    sound = await snapshotOf(served);
    work = mkdtempSync(join(tmpdir(), 'breakglass-drill-'));
    writeFileSync(join(work, 'secrets.json'), JSON.stringify(served.secrets));
    folder = await killedDrill(served, work);
  });
  after(async () => {
    rmSync(work, { recursive: true });
    await served.close();
  });

  /** A copy of the killed drill's folder, with its journal changed. */
  const copyWith = (name: string, change: (journal: string) => string): string => {
    const copy = join(work, name);
    mkdirSync(copy);
    for (const file of readdirSync(folder)) copyFileSync(join(folder, file), join(copy, file));
    writeFileSync(join(copy, 'journal.jsonl'), change(textOf(join(folder, 'journal.jsonl'))));
    return copy;
  };
  const recovering = (drill: string, secrets = 'secrets.json'): Promise<Ended> =>
    commandHere('recover', drill, '--secrets', join(work, secrets));
  const isSafe = ({ out, err }: Pick<Ended, 'out' | 'err'>): void => {
    const { administrator, users } = served.secrets;
    for (const { secretAccessKey = '-none-' } of [administrator ?? {}, ...Object.values(users)])
      expect(`${out}${err}`).to.not.include(secretAccessKey);
    expect(err).to.not.match(/\n {4}at /);
  };

  it('is what verify names for a drill that was killed', async () => {
    const ended = await commandHere('verify', folder);
    expect(ended.code).to.equal(5);
    expect(ended.out).to.include(`breakglass-drill recover ${folder}`).and.include('the drill did not end');
  });

  it('refuses what is no drill, and what was changed', async () => {
    mkdirSync(join(work, 'empty'));
    const cases: [string, RegExp][] = [
      [join(work, 'absent'), /cannot read the folder .*there is no such folder/],
      [join(work, 'secrets.json'), /cannot read the folder .*a part of the path is a file/],
      [join(work, 'empty'), /is not the folder of a drill/],
      [copyWith('changed', (text) => text.replace('"state":"planned"', '"state":"done"')), /line \d+: was changed/],
      [
        copyWith('gap', (text) => text.split('\n').toSpliced(3, 1).join('\n')),
        /line 4: has number 5; a record is missing or was added/,
      ],
      [copyWith('nonsense', (text) => `${text}{\n`), /line \d+: /],
    ];
    for (const [drill, message] of cases) {
      const ended = await recovering(drill);
      expect([ended.code, ended.out], drill).to.deep.equal([2, '']);
      expect(ended.err, drill).to.match(message);
      isSafe(ended);
    }
    const unprepared = copyWith('unprepared', (text) => text);
    writeFileSync(join(unprepared, 'preparation.json'), '{');
    expect((await recovering(unprepared)).err).to.include('preparation.json is missing, or is not a preparation list');
  });

  it('names each change and how to finish by hand where nobody is let in', async () => {
    const away = await lyingEndpoint(truth, SMALL_LANDING_ZONE);
    await away.close();
    writeFileSync(
      join(work, 'wrong.json'),
      JSON.stringify(away.secrets).replaceAll('"secretAccessKey":"', '"secretAccessKey":"x'),
    );
    const ended = await recovering(
      copyWith('wrong', (text) => text),
      'wrong.json',
    );
    expect(ended.code).to.equal(5);
    expect(ended.out).to.match(
      /NOT taken back: permission set .*does not let the administrator in.*\n?.*Take the statement/,
    );
    isSafe(ended);
  });

  it('takes back what a killed drill left, though its last line is torn, and then finds nothing left', async () => {
    const torn = copyWith('torn', (text) => `${text}{"cause":"cut o`);
    const first = await command(['recover', torn, '--secrets', join(work, 'secrets.json')]);
    expect(first.code, first.err).to.equal(0);
    expect(first.out).to.match(/Taken back: permission set .* denies everything/);
    expect(await snapshotOf(served)).to.equal(sound);
    const second = await command(['recover', torn, '--secrets', join(work, 'secrets.json')]);
    expect([second.code, second.out]).to.deep.equal([0, 'Nothing is left to take back.\n']);
    isSafe(first);
    expect((await commandHere('verify', torn)).code).to.equal(1);
  });

  it('has nothing to do for a drill of the embedded organization, which ended with its process', async () => {
    const output = join(work, 'embedded');
    const overlays = [{ file: 'small.yaml', text: SMALL_LANDING_ZONE }];
    // The premise holds.
    const isPremise = ({ name }: Moment): boolean =>
      name === 'journal.jsonl' && /"kind":"premise"/.test(textOf(join(onlyFolder(output), name)));
    await playUntil({ overlays, scenarios: ['identity-center-outage'] }, output, isPremise);
    const embedded = onlyFolder(output);
    expect((await commandHere('verify', embedded)).out).to.include('Not put back: IAM Identity Center is down');
    const { code, out } = await commandHere('recover', embedded);
    expect([code, out]).to.deep.equal([0, 'Taken back: IAM Identity Center is down\n']);
  });

  it('names each change where nobody answers', async () => {
    const gone = copyWith('gone', (text) => text);
    await served.close();
    const ended = await recovering(gone);
    expect(ended.code).to.equal(5);
    expect(ended.out).to.match(/NOT taken back: The identity provider is up and hostile \(.*does not let/);
    const { records } = readUnfinished(
      textOf(join(gone, 'journal.jsonl')),
      sha256(textOf(join(gone, 'preparation.json'))),
    );
    const open = openUndoRecords(records);
    expect(open).to.have.length.above(1);
    for (const { what } of open) expect(ended.out).to.include(`NOT taken back: ${what}`);
    isSafe(ended);
  });
});
