import { expect } from 'chai';
import { planText } from '../../reports/plan.js';
import type { DrillPlan } from '../../reports/plan.js';
import { summarize } from '../../reports/summarize.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import { playDrill } from '../drill.js';
import type { PlayedDrill } from '../drill.js';

/** One scenario, one check that cannot be made on the target. */
function withRequired(
  { texts }: PlayedDrill,
  required: string[] | undefined,
): { exitCode: number; outcome: string; reason: string } {
  const { required: _none, ...plan } = JSON.parse(texts.get('plan.json') ?? '') as DrillPlan;
  const [{ id } = { id: '' }] = plan.scenarios[0]?.checks ?? [];
  const records = (texts.get('journal.jsonl') ?? '')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord);
  const changed = records.map((record) =>
    record.kind === 'check' && record.check === id
      ? { ...record, outcome: 'not applicable' as const, reason: 'no such thing here' }
      : record,
  );
  const asked = { ...plan, ...(required ? { required } : {}) };
  const result = summarize(asked, planText(asked), changed);
  const [check] = result.scenarios[0]?.checks ?? [];
  return { exitCode: result.drill.exitCode, outcome: check?.outcome ?? '', reason: check?.reason ?? '' };
}

describe('checks that the drill file requires', () => {
  let played: PlayedDrill;
  before(async () => (played = await playDrill([], { scenarios: ['team-loss'] })));
  const ROWS: readonly [string[] | undefined, string, number][] = [
    [undefined, 'not applicable', 0],
    [['identity-center-outage'], 'not applicable', 0],
    [['team-loss/people.survive.site'], 'not applicable', 0],
    [['team-loss'], 'inconclusive', 3],
    [['team-loss/people.survive.person'], 'inconclusive', 3],
  ];
  for (const [required, outcome, exitCode] of ROWS) {
    it(`must have a verdict: ${required?.join() ?? 'none'}`, () => {
      const found = withRequired(played, required);
      expect([found.outcome, found.exitCode], found.reason).to.deep.equal([outcome, exitCode]);
    });
  }
});
