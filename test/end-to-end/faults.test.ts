import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { judge, readGallery } from '../../cli/gallery.js';
import { catalogue } from '../../harness/findings/index.js';
import { playDrill } from '../drill.js';

describe('every seeded fault', () => {
  // Others than in the second organization, so that the tests stay short; `broken --all` plays every one.
  for (const fault of readGallery().filter((_fault, index) => index % 4 === 2)) {
    it(`${fault.name} raises exactly what it must`, async () => {
      const { result } = await playDrill([fault.text]);
      expect(judge(fault, result)).to.deep.equal([]);
      expect(result.findings[0]?.remedy).to.not.equal('');
      const independence = result.scenarios.find(({ id }) => id === 'identity-provider-failure')?.checks.find((check) => check.title.startsWith('never touches'));
      expect(independence?.outcome).to.equal(fault.name.startsWith('key-behind-') ? 'broken' : 'held');
    });
  }

  it('is judged: a sound organization would not pass for any of them', async () => {
    const { result } = await playDrill();
    for (const fault of readGallery()) expect(judge(fault, result), fault.name).to.deep.equal(['no finding']);
  });

  it('two together raise both', async () => {
    const faults = readGallery();
    const [one, two] = [faults.find(({ name }) => name === 'role-missing'), faults.find(({ name }) => name === 'no-mfa-condition')];
    const { result } = await playDrill([one?.text ?? '', two?.text ?? '']);
    expect(result.findings.map(({ code }) => code).sort()).to.deep.equal(['BG_MFA_NOT_REQUIRED', 'BG_ROLE_MISSING']);
  });
});

/** Codes that no fault of an organization raises alone, and the test that raises each: a target that does wrong, a table of what AWS answers or of rules. */
const RAISED_ELSEWHERE: Readonly<Record<string, string>> = {
  BG_ACCESS_DENIED: 'harness/parts',
  BG_ALARM_LATE: 'end-to-end/target-faults',
  BG_ALARM_MISSING: 'end-to-end/target-faults',
  BG_ALARM_NOBODY_SUBSCRIBED: 'inspection/cases',
  BG_ALARM_QUEUE_REFUSES: 'inspection/cases',
  BG_ALARM_TOPIC_MISSING: 'inspection/cases',
  BG_CONTAINMENT_FAILED: 'end-to-end/target-faults',
  BG_CONTROL_NOT_ENTITLED: 'end-to-end/target-faults',
  BG_MFA_CODE_IGNORED: 'end-to-end/target-faults',
  BG_MFA_CODE_REJECTED: 'harness/parts',
  BG_NEVER_SENT: 'aws/guard',
  BG_NO_ANSWER: 'end-to-end/target-faults',
  BG_RESOURCE_POLICY_DENIED: 'harness/parts',
  BG_SERVICE_ERROR: 'harness/parts',
  BG_SESSION_EXPIRED: 'harness/parts',
  BG_SESSION_POLICY_DENIED: 'harness/parts',
  BG_SIGNATURE_REJECTED: 'harness/parts',
  BG_THROTTLED: 'harness/parts',
  BG_USER_MISSING: 'inspection/cases',
  BG_WITHHELD: 'aws/guard',
};

describe('every code of the catalogue', () => {
  const seeded = new Set(readGallery().map(({ expects }) => expects.code));
  for (const { code } of catalogue()) {
    it(`${code} is raised by something`, () => {
      const elsewhere = RAISED_ELSEWHERE[code];
      expect(elsewhere !== undefined, 'by a seeded fault, or else by a test that is named here').to.not.equal(seeded.has(code));
      if (elsewhere !== undefined) expect(readFileSync(`dist/test/${elsewhere.includes('cases') ? elsewhere : `${elsewhere}.test`}.js`, 'utf8')).to.include(code);
    });
  }
});
