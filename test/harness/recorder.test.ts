import { expect } from 'chai';
import { CodedError } from '../../base/errors.js';
import { silentProgress } from '../../harness/drill/progress.js';
import { createRecorder } from '../../harness/engine/recorder.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { Journal } from '../../reports/journal.js';
import { memoryJournal } from './memory-journal.js';

/** A clock that nobody looks at. */
const STILL = { now: () => 0, sleep: () => Promise.resolve() };

describe('the recorder', () => {
  const outcomes = (journal: Journal): unknown[] =>
    recordsOf(journal.records(), 'check').map(({ outcome, reason }) => [outcome, reason]);

  it('takes a check that asserted nothing, or did not wait, for inconclusive', async () => {
    const { journal } = memoryJournal();
    const recorder = createRecorder({
      journal,
      progress: silentProgress,
      clock: STILL,
      aborted: () => false,
      lineOf: () => undefined,
    });
    await recorder.record('s', { id: 'empty', title: 'empty' }, () => Promise.resolve()).catch(() => undefined);
    await recorder
      .record('s', { id: 'hasty', title: 'hasty' }, () => Promise.resolve(recorder.begin()))
      .catch(() => undefined);
    expect(outcomes(journal)).to.deep.equal([
      ['inconclusive', 'the check asserted nothing'],
      ['inconclusive', 'the check did not wait for its assertion (await is missing)'],
    ]);
  });

  it('records what an error carries, and an error that nobody planned as inconclusive', async () => {
    const { journal } = memoryJournal();
    const recorder = createRecorder({
      journal,
      progress: silentProgress,
      clock: STILL,
      aborted: () => false,
      lineOf: () => undefined,
    });
    for (const error of [
      Object.assign(new Error('no'), { outcome: 'broken' }),
      new TypeError('bug'),
      new CodedError('BG_X', 'planned'),
    ]) {
      await recorder
        .record('s', { id: 't', title: 't' }, () => Promise.reject(error))
        .then(
          () => expect.fail(),
          (thrown: unknown) => expect(thrown).to.equal(error),
        );
    }
    expect(outcomes(journal).map((row) => (row as unknown[])[0])).to.deep.equal([
      'broken',
      'inconclusive',
      'inconclusive',
    ]);
  });
});
