import { expect } from 'chai';
import { CodedError } from '../../base/errors.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import { playDrill } from '../drill.js';
import type { PlayedDrill } from '../drill.js';

const ONLY = { scenarios: ['identity-provider-compromise'] };

describe('a hostile identity provider', () => {
  let played: PlayedDrill;
  before(async () => (played = await playDrill([], ONLY)));

  it('reaches nothing, is contained, and everything is put back', () => {
    const { result, texts } = played;
    expect(result.drill.outcome).to.equal('held');
    for (const { title, outcome } of result.scenarios[0]?.checks ?? []) expect(outcome, title).to.equal('held');
    expect(result.scenarios[0]?.checks).to.have.length.at.least(6);
    expect(result.notUndone).to.deep.equal([]);
    const records = (texts.get('journal.jsonl') ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalRecord);
    // Three permission sets, two roles of direct federation, and the premise.
    expect(recordsOf(records, 'undo').filter(({ state }) => state === 'done')).to.have.length(6);
  });

  it('tells what is left to federated administrators, and nothing of what their boundary denies', () => {
    const { result } = played;
    const left = result.residualRisks.map(({ action }) => action);
    expect(left).to.include('sts:AssumeRole').and.include('organizations:CreateAccount');
    expect(left).to.not.include('sso:PutInlinePolicyToPermissionSet').and.not.include('iam:CreateUser');
    expect(result.residualRisks.every(({ principal }) => principal === 'erin (ManagementAdministrator)')).to.equal(
      true,
    );
  });

  it('is put back as it was when the drill is stopped in the middle of containment', async () => {
    for (const stopAt of [1, 2, 4]) {
      const controller = new AbortController();
      let steps = 0;
      const progress = {
        ...silentProgress,
        step: (what: string) =>
          void (
            what.startsWith('Containment') &&
            ++steps === stopAt &&
            controller.abort(new CodedError('BG_ABORTED', 'stopped by SIGINT'))
          ),
      };
      const { result } = await playDrill([], ONLY, { signal: controller.signal, progress });
      expect(result.drill, `at step ${stopAt}`).to.deep.include({ outcome: 'aborted', exitCode: 4 });
      expect(result.notUndone).to.deep.equal([]);
    }
  });
});
