import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson, sha256 } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { problemOf } from '../../reports/journal-record.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import { recordHash } from '../../reports/journal.js';
import type { DrillPlan } from '../../reports/plan.js';
import { summarize } from '../../reports/summarize.js';
import { verifyDrill } from '../../reports/verify.js';
import { keptDrill } from '../drill.js';

type Loose = Record<string, unknown>;

const { texts } = await keptDrill(readFileSync('examples/broken/role-missing.yaml', 'utf8'));
const planText = texts.get('plan.json') ?? '';
const plan = JSON.parse(planText) as DrillPlan;
const lines = (texts.get('journal.jsonl') ?? '').trimEnd().split('\n');
const records = lines.map((line) => JSON.parse(line) as Loose);

/** The folder with one line changed, and the chain mended behind it: what somebody would do who knows how it is made. */
function withLine(index: number, change: (record: Loose) => Loose): Map<string, string> {
  let prev = sha256(texts.get('preparation.json') ?? '');
  const changed = records.map((record, position) => {
    const { hash: _hash, ...unsealed } = position === index ? change({ ...record }) : record;
    const sealed = { ...unsealed, prev } as unknown as JournalRecord;
    prev = recordHash(sealed);
    return canonicalJson({ ...sealed, hash: prev } as unknown as Json);
  });
  return new Map([...texts, ['journal.jsonl', `${changed.join('\n')}\n`]]);
}

function refused(index: number, change: (record: Loose) => Loose): { verify: string; summarize: string } {
  const changed = withLine(index, change);
  const problem = verifyDrill(changed).problems[0] ?? '';
  const all = (changed.get('journal.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
  let thrown = '';
  try {
    summarize(plan, planText, all);
  } catch (error) {
    thrown = (error as Error).message;
  }
  return { verify: problem, summarize: thrown };
}

const firstOf = (kind: string, more: (record: Loose) => boolean = () => true): number =>
  records.findIndex((record) => record['kind'] === kind && more(record));
const isMeasure =
  (name: string) =>
  (record: Loose): boolean =>
    record['measure'] === name;

describe('records are read strictly', () => {
  const ROWS: readonly (readonly [what: string, line: number, change: (record: Loose) => Loose, words: string])[] = [
    ['an unknown kind', firstOf('cell'), (record) => ({ ...record, kind: 'sell' }), 'kind'],
    ['an unknown kind of cell', firstOf('cell'), (record) => ({ ...record, cell: 'glass' }), 'cell'],
    ['an unknown member', firstOf('cell'), (record) => ({ ...record, luck: 1 }), 'luck'],
    [
      'an unknown member inside a finding',
      firstOf('finding'),
      (record) => ({ ...record, finding: { ...(record['finding'] as Loose), luck: 1 } }),
      'finding.luck',
    ],
    [
      'an unknown member of an alarm',
      firstOf('measurement', isMeasure('alarm-path')),
      (record) => ({ ...record, value: { ...(record['value'] as Loose), luck: 1 } }),
      'value.luck',
    ],
    ['an unknown measure', firstOf('measurement'), (record) => ({ ...record, measure: 'luck' }), 'measure'],
    ['a missing member', firstOf('check'), ({ outcome: _outcome, ...record }) => record, 'outcome'],
    ['a negative count', firstOf('cell'), (record) => ({ ...record, calls: -1 }), 'calls'],
    [
      'a negative count of an alarm',
      firstOf('measurement', isMeasure('alarm-path')),
      (record) => ({ ...record, value: { ...(record['value'] as Loose), missing: -1 } }),
      'value.missing',
    ],
  ];
  for (const [what, index, change, words] of ROWS) {
    it(`refuses ${what} and names its line`, () => {
      expect(index, 'the drill has such a record').to.be.at.least(0);
      const found = refused(index, change);
      for (const told of [found.verify, found.summarize]) {
        expect(told)
          .to.include(`journal.jsonl line ${index + 1}: `)
          .and.include(words);
      }
    });
  }

  it('takes every record of a drill as it is, and none with one more member or one fewer', () => {
    for (const record of records) expect(problemOf(record)).to.equal(undefined);
    const optional = new Set([
      'evidence',
      'reason',
      'summary',
      'grounds',
      'scenario',
      'region',
      'status',
      'request_id',
      'control',
      'guardrail',
      'caller',
      'stage',
      'message',
      'why',
    ]);
    fc.assert(
      fc.property(fc.constantFrom(...records), fc.nat(), (record, position) => {
        const members = Object.keys(record).filter((member) => !optional.has(member));
        const left = members[position % members.length] ?? '';
        expect(problemOf({ ...record, unheard: true })).to.be.a('string');
        expect(
          problemOf(Object.fromEntries(Object.entries(record).filter(([member]) => member !== left))),
          left,
        ).to.be.a('string');
      }),
      { seed: 13, numRuns: 300 },
    );
  });

  it('says which version wrote a journal that it cannot read', () => {
    const { problems } = verifyDrill(withLine(0, (record) => ({ ...record, v: 1 })));
    expect(problems[0]).to.include('version 1').and.include('version 2');
  });
});
