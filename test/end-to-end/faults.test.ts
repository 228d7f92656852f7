import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { judge, readGallery } from '../../cli/gallery.js';
import { catalogue } from '../../harness/questions/catalogue.js';
import { recordsOf } from '../../reports/journal-record.js';
import { keptDrill, playDrill } from '../drill.js';
import type { PlayedDrill } from '../drill.js';
import { exception } from '../reports/made-journal.js';
import { faultPairs, judgeTogether, namesOf, seededFaults } from '../seeded-faults.js';
import { accepting, exactly } from './accepting.js';

describe('every seeded fault', () => {
  for (const faults of seededFaults('first')) {
    describe(namesOf(faults), () => {
      let played: PlayedDrill | undefined;
      before(async () => (played = await playDrill(faults.map(({ text }) => text))));
      after(() => (played = undefined));

      it('raises exactly what it must', () => {
        const { result } = given(played);
        expect(judgeTogether(faults, result)).to.deep.equal([]);
        for (const { code, remedy } of result.findings) expect(remedy, code).to.not.equal('');
        const independence = result.scenarios
          .find(({ id }) => id === 'identity-provider-failure')
          ?.checks.find((check) => check.title.startsWith('never calls'));
        const behind = faults.some(({ name }) => name.startsWith('key-behind-'));
        expect(independence?.outcome).to.equal(behind ? 'broken' : 'held');
      });

      it('counts no more if all its findings are accepted, and counts if one is not', () => {
        const { records, summary } = accepting(given(played));
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
    });
  }

  it('is judged: a sound organization would not pass for any of them', async () => {
    const { result } = await keptDrill();
    for (const fault of readGallery()) expect(judge(fault, result), fault.name).to.deep.equal(['no finding']);
  });
});

describe('two faults together', () => {
  const { apart, hiding } = faultPairs();
  for (const [one, other] of [...apart, ...hiding]) {
    describe(`${one.name} and ${other.name}`, () => {
      let played: PlayedDrill | undefined;
      before(async () => (played = await playDrill([one.text, other.text])));
      after(() => (played = undefined));

      if (apart.some(([first]) => first === one)) {
        it('raise both, and nothing else', () => {
          const { findings } = given(played).result;
          const pair = [one, other].map(({ expects }) => expects);
          for (const { code, cause } of pair)
            expect(
              findings.some((finding) => finding.code === code && finding.cause.includes(cause)),
              code,
            ).to.equal(true);
          expect(findings.filter(({ code }) => pair.every((expects) => expects.code !== code))).to.deep.equal([]);
        });
      }

      it('count as long as one of their findings is not accepted', () => {
        const { summary } = accepting(given(played));
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
    });
  }
});

function given(played: PlayedDrill | undefined): PlayedDrill {
  if (!played) throw new Error('it was not played');
  return played;
}

/** Codes that no fault of an organization raises alone, and the test that raises each: a target that does wrong, a table of what AWS answers or of rules. */
const RAISED_ELSEWHERE: Readonly<Record<string, string>> = {
  BG_ACCESS_DENIED: 'harness/denial',
  BG_ALARM_LATE: 'end-to-end/target-faults',
  BG_ALARM_MISSING: 'end-to-end/target-faults',
  BG_ALARM_NOT_QUIET: 'end-to-end/target-faults',
  BG_CONTAINMENT_FAILED: 'end-to-end/target-faults',
  BG_CONTROL_NOT_ENTITLED: 'end-to-end/target-faults',
  BG_MFA_CODE_IGNORED: 'end-to-end/target-faults',
  BG_MFA_CODE_REJECTED: 'harness/denial',
  BG_NEVER_SENT: 'aws/guard',
  BG_NOT_AS_DOCUMENT: 'inspection/cases/drift',
  BG_NOT_IN_DOCUMENT: 'inspection/cases/drift',
  BG_NO_ANSWER: 'end-to-end/target-faults',
  BG_RESOURCE_POLICY_DENIED: 'harness/denial',
  BG_ROLE_NAME_TOO_LONG: 'inspection/cases/roles',
  BG_SERVICE_ERROR: 'harness/denial',
  BG_SESSION_EXPIRED: 'harness/denial',
  BG_SESSION_POLICY_DENIED: 'harness/denial',
  BG_SETTING_MISSING: 'end-to-end/where-from',
  BG_SIGNATURE_REJECTED: 'harness/denial',
  BG_THROTTLED: 'harness/denial',
  BG_USER_MISSING: 'inspection/cases/users',
  BG_USE_UNEXPLAINED: 'end-to-end/misuse',
  BG_WITHHELD: 'aws/guard',
};

describe('every code of the catalogue', () => {
  const seeded = new Set(readGallery().map(({ expects }) => expects.code));
  for (const { code } of catalogue()) {
    it(`${code} is raised by something`, () => {
      const elsewhere = RAISED_ELSEWHERE[code];
      expect(elsewhere !== undefined, 'by a seeded fault, or else by a test that is named here').to.not.equal(
        seeded.has(code),
      );
      if (elsewhere !== undefined)
        expect(
          readFileSync(`dist/test/${elsewhere.includes('cases') ? elsewhere : `${elsewhere}.test`}.js`, 'utf8'),
        ).to.include(code);
    });
  }
});
