import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { caseFileSchema, playCase } from '../../tools/case-player.js';

const FILE = 'test/iam/cases.json';
const MORE = 'test/iam/more-cases.json';

describe('documented decisions', () => {
  const cases = [FILE, MORE].flatMap((file) => caseFileSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).cases);
  for (const decisionCase of cases) {
    it(`${decisionCase.id} ${decisionCase.title}`, () => {
      expect(playCase(decisionCase).decision).to.equal(decisionCase.expected);
    });
  }
});

describe('npm run cases', () => {
  const tool = fileURLToPath(new URL('../../tools/cases.js', import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), 'cases-'));
  after(() => {
    rmSync(folder, { recursive: true });
  });

  /** Status and what was printed to whom. */
  function play(...given: string[]): { status: number | null; stdout: string; stderr: string } {
    return spawnSync(process.execPath, [tool, ...given], { encoding: 'utf8' });
  }

  function file(name: string, content: string): string {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  }

  it('prints the case that is decided otherwise, why, and exits 1', () => {
    const one = {
      id: 'X-1',
      title: 'Nothing allows',
      request: {
        principal: '*',
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::a',
        resourceAccount: '1',
        context: { n: 1, list: [true] },
      },
      policies: { trust: null },
      expected: 'allow',
    };
    const { status, stdout } = play(FILE, file('one.json', JSON.stringify({ schema: 'iam-cases/1', cases: [one] })));
    expect(status).to.equal(1);
    expect(stdout.split('\n')).to.deep.equal([
      'X-1  Nothing allows',
      '  expected allow, got implicitDeny',
      '    resource-based policy silent',
      '188 passed, 1 failed',
      '',
    ]);
  });

  it('exits 2 with one sentence for what it cannot play', () => {
    const wrong: Record<string, string[]> = {
      'name at least one file': [],
      'unknown option --fast': ['--fast'],
      'cannot read nowhere.json': ['nowhere.json'],
      'cannot read ': [file('text.json', 'no JSON')],
      'is no file of cases: cases': [FILE, file('other.json', '{"schema":"iam-cases/1"}')],
      'no case in ': [file('empty.json', '{"schema":"iam-cases/1","cases":[]}')],
    };
    for (const [reason, given] of Object.entries(wrong)) {
      const { status, stdout, stderr } = play(...given);
      expect(status, reason).to.equal(2);
      expect(stdout, reason).to.equal('');
      expect(stderr, reason)
        .to.match(/^cases: [^\n]*\n$/)
        .and.to.contain(reason);
    }
  });
});
