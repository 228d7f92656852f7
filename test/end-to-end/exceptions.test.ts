import { recordsOf } from '../../reports/journal-record.js';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readGallery } from '../../cli/gallery.js';
import { readDrillFolder } from '../../reports/files.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import { planText } from '../../reports/plan.js';
import type { DrillPlan, PlannedException } from '../../reports/plan.js';
import type { DrillResult, Finding } from '../../reports/result.js';
import { summarize } from '../../reports/summarize.js';
import { verifyDrill } from '../../reports/verify.js';
import { playDrill, withFolder } from '../drill.js';
import type { PlayedDrill } from '../drill.js';
import { faultPairs } from '../fault-pairs.js';
import { exception } from '../reports/made-journal.js';

const fault = (name: string): string => `${process.cwd()}/examples/broken/${name}.yaml`;

/** Writes the drill file with these faults and exceptions. */
function drillFile(folder: string, faults: readonly string[], exceptions: readonly object[]): string {
  const file = join(folder, 'drill.yaml');
  const text = readFileSync('drill.yaml', 'utf8')
    .replace('examples/landing-zone.yaml', `${process.cwd()}/examples/landing-zone.yaml`)
    .replace(/^scenarios:\n(  - .*\n)+/m, 'scenarios: [readiness, identity-provider-failure]\n');
  writeFileSync(
    file,
    `${text}overlays: ${JSON.stringify(faults.map(fault))}\nexceptions: ${JSON.stringify(exceptions)}\n`,
  );
  return file;
}

function ended(args: readonly string[], env: Record<string, string> = {}): { code: number | null; out: string } {
  const { status, stdout } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', ...env },
  });
  return { code: status, out: stdout };
}

describe('known findings that somebody accepts', () => {
  const told = { owner: 'ana', reason: 'released next quarter', until: '2199-12-31' };
  const known = [
    { id: 'BG_MFA_NOT_REQUIRED', accounts: ['network'], ...told },
    { id: 'BG_ALARM_RULE_DISABLED', ...told },
  ];
  const faults = ['no-mfa-condition', 'alarm-rule-disabled'];

  it('let the drill hold, in every report and by verify', () =>
    withFolder((folder) => {
      const run = ended([
        'dist/cli/entry.js',
        'run',
        '--file',
        drillFile(folder, faults, known),
        '--output',
        join(folder, 'out'),
      ]);
      const [path = ''] = /\S+(?=\/report\.html)/.exec(run.out) ?? [];
      const texts = readDrillFolder(path);
      expect([run.code, run.out.split('\n')[0]], run.out).to.deep.equal([0, 'HELD, with 2 accepted findings']);
      expect(run.out).to.include('BG_MFA_NOT_REQUIRED  accepted by ana until 2199-12-31  network');
      expect(texts.get('junit.xml'))
        .to.include('<skipped message="broken, accepted by ana until 2199-12-31: released next quarter"/>')
        .and.not.include('<failure');
      for (const name of ['report.md', 'report.html', 'junit.xml', 'result.json'])
        expect(texts.get(name), name).to.include('2199-12-31').and.include('released next quarter');
      expect(verifyDrill(texts)).to.deep.include({ ok: true, problems: [] });
      const plan = texts.get('plan.json') ?? '';
      expect(
        verifyDrill(new Map(texts).set('plan.json', plan.replace('"inForce": true', '"inForce": false'))).ok,
      ).to.equal(false);
      return Promise.resolve();
    }));

  it('have the same exit code under plain mocha, which counts their checks as failing', () =>
    withFolder((folder) => {
      const mocha = (exceptions: readonly object[]): ReturnType<typeof ended> =>
        ended(['node_modules/mocha/bin/mocha.js'], {
          BREAKGLASS_DRILL_FILE: drillFile(folder, faults, exceptions),
          BREAKGLASS_OUTPUT: join(folder, 'out'),
        });
      const accepted = mocha(known);
      expect([
        accepted.code,
        /\d failing/.test(accepted.out),
        accepted.out.includes('HELD, with 2 accepted findings'),
      ]).to.deep.equal([0, true, true]);
      const expired = mocha([...known.slice(1), { ...known[0], until: '2020-01-31' }]);
      expect([
        expired.code,
        expired.out.includes('The exception of BG_MFA_NOT_REQUIRED expired on 2020-01-31: ana.'),
      ]).to.deep.equal([1, true]);
      return Promise.resolve();
    }));
});

/** An exception for one finding as it is and nothing else. */
function exactly({ code, cause, accounts }: Finding): PlannedException {
  return exception(code, { cause, ...(accounts.length > 0 ? { accounts: accounts.map(({ name }) => name) } : {}) });
}

/** What the drill would have come to with these exceptions: they change nothing of what is played. */
function accepting({ texts }: PlayedDrill): {
  records: JournalRecord[];
  summary(exceptions: readonly PlannedException[]): DrillResult;
} {
  const plan = JSON.parse(texts.get('plan.json') ?? '') as DrillPlan;
  const records = (texts.get('journal.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
  return {
    records,
    summary: (exceptions) => summarize({ ...plan, exceptions: [...exceptions] }, planText(plan), records),
  };
}

describe('every seeded fault, accepted', () => {
  const every = process.env['EVERY_FAULT'] === 'true' ? 1 : 29;
  for (const { name, text } of readGallery().filter((_fault, index) => index % every === 0)) {
    it(`${name} counts no more if all its findings are accepted, and counts if one is not`, async () => {
      const { records, summary } = accepting(await playDrill([text]));
      const { findings } = summary([]);
      const exceptions = findings.map(exactly);
      const checks = recordsOf(records, 'check');
      const unexplained = checks.some(({ outcome, grounds }) => outcome === 'broken' && grounds === undefined);
      const untested = checks.some(({ outcome }) => outcome === 'inconclusive');
      expect(summary(exceptions).drill.exitCode).to.equal(unexplained ? 1 : untested ? 3 : 0);
      for (const [index, { accounts = [], ...left }] of exceptions.entries()) {
        expect(summary(exceptions.toSpliced(index, 1)).drill.exitCode, `without ${left.id}`).to.equal(1);
        expect(
          summary(exceptions.with(index, { ...left, accounts: [...accounts.slice(1), 'another'] })).drill.exitCode,
          `${left.id} in another account`,
        ).to.equal(1);
      }
    });
  }
});

describe('two seeded faults, one of them accepted', () => {
  for (const [one, other] of faultPairs(readGallery(), process.env['EVERY_FAULT'] === 'true' ? 4 : 50)) {
    it(`${one.name} and ${other.name}: neither hides the other`, async () => {
      const { summary } = accepting(await playDrill([one.text, other.text]));
      const { findings } = summary([]);
      expect(findings).to.have.length.of.at.least(1);
      for (const { code, cause } of findings) {
        const others = findings.filter((finding) => finding.code !== code || finding.cause !== cause);
        expect(summary(others.map(exactly)).drill.exitCode, `all but ${code}`).to.equal(1);
        expect(
          summary(others.map((finding) => exception(finding.code, { cause: finding.cause }))).drill.exitCode,
          `all but ${code}, wherever they are`,
        ).to.equal(1);
      }
    });
  }
});
