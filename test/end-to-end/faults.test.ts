import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';
import { judge, readGallery } from '../../cli/gallery.js';
import type { GalleryEntry } from '../../cli/gallery.js';
import { catalogue } from '../../harness/questions/catalogue.js';
import { playDrill } from '../drill.js';
import { faultPairs } from '../fault-pairs.js';

describe('every seeded fault', () => {
  // Others than in the second organization, so that the tests stay short; `broken --all` plays every one.
  for (const fault of readGallery().filter((_fault, index) => index % 6 === 3)) {
    it(`${fault.name} raises exactly what it must`, async () => {
      const { result } = await playDrill([fault.text]);
      expect(judge(fault, result)).to.deep.equal([]);
      expect(result.findings[0]?.remedy).to.not.equal('');
      const independence = result.scenarios
        .find(({ id }) => id === 'identity-provider-failure')
        ?.checks.find((check) => check.title.startsWith('never touches'));
      expect(independence?.outcome).to.equal(fault.name.startsWith('key-behind-') ? 'broken' : 'held');
    });
  }

  it('is judged: a sound organization would not pass for any of them', async () => {
    const { result } = await playDrill();
    for (const fault of readGallery()) expect(judge(fault, result), fault.name).to.deep.equal(['no finding']);
  });
});

/** Whether two overlays change the same part of an organization: then one may hide the other. */
function meet(one: unknown, other: unknown): boolean {
  if (!isMapping(one) || !isMapping(other)) return true;
  return Object.entries(one).some(([key, value]) => key in other && meet(value, other[key]));
}

function isMapping(tree: unknown): tree is Record<string, unknown> {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree);
}

/**
 * Whether one fault may hide the other: of a chain of alarms the first broken link is named, and a guardrail that should
 * bind is inconclusive while nobody gets in.
 */
function hides(one: GalleryEntry, other: GalleryEntry): boolean {
  const codes = [one.expects.code, other.expects.code];
  return (
    meet(overlayOf(one), overlayOf(other)) ||
    codes.every((code) => /^BG_(ALARM|TRAIL)_/.test(code)) ||
    (codes.includes('BG_IDENTITY_DENIED') && codes.some((code) => code.startsWith('BG_GUARDRAIL_')))
  );
}

const overlayOf = ({ text }: GalleryEntry): unknown => (parse(text) as { overlay: unknown }).overlay;

describe('two faults together', () => {
  for (const [one, other] of faultPairs(readGallery(), process.env['EVERY_FAULT'] === 'true' ? 4 : 50)) {
    if (hides(one, other)) continue;
    it(`${one.name} and ${other.name} raise both, and nothing else`, async () => {
      const { result } = await playDrill([one.text, other.text]);
      const pair = [one, other].map(({ expects }) => expects);
      for (const { code, cause } of pair)
        expect(
          result.findings.some((finding) => finding.code === code && finding.cause.includes(cause)),
          code,
        ).to.equal(true);
      expect(result.findings.filter(({ code }) => pair.every((expects) => expects.code !== code))).to.deep.equal([]);
    });
  }
});

/** Codes that no fault of an organization raises alone, and the test that raises each: a target that does wrong, a table of what AWS answers or of rules. */
const RAISED_ELSEWHERE: Readonly<Record<string, string>> = {
  BG_ACCESS_DENIED: 'harness/parts',
  BG_ALARM_LATE: 'end-to-end/target-faults',
  BG_ALARM_MISSING: 'end-to-end/target-faults',
  BG_ALARM_NOT_QUIET: 'end-to-end/target-faults',
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
