import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readDrillFolder } from '../../reports/files.js';
import { verifyDrill } from '../../reports/verify.js';
import { withFolder } from '../drill.js';
import { commandHere } from './called.js';

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
    withFolder(async (folder) => {
      const run = await commandHere('run', '--file', drillFile(folder, faults, known), '--output', join(folder, 'out'));
      const [path = ''] = /\S+(?=\/report\.html)/.exec(run.out) ?? [];
      const texts = readDrillFolder(path);
      expect([run.code, run.out.split('\n')[0]], run.out).to.deep.equal([0, 'HELD, with 2 accepted findings']);
      expect(run.out).to.include('BG_MFA_NOT_REQUIRED  accepted by ana until 2199-12-31  network');
      expect(texts.get('junit.xml'))
        .to.include(': broken, accepted by ana until 2199-12-31: released next quarter"/>')
        .and.not.include('<failure');
      for (const name of ['report.md', 'report.html', 'junit.xml', 'result.json'])
        expect(texts.get(name), name).to.include('2199-12-31').and.include('released next quarter');
      expect(verifyDrill(texts)).to.deep.include({ ok: true, problems: [] });
      const plan = texts.get('plan.json') ?? '';
      expect(
        verifyDrill(new Map(texts).set('plan.json', plan.replace('"inForce": true', '"inForce": false'))).ok,
      ).to.equal(false);
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
