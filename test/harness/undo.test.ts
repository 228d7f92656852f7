import { expect } from 'chai';
import { createUndoLedger } from '../../harness/engine/undo.js';
import { memoryJournal } from './memory-journal.js';

describe('the undo ledger', () => {
  const change = (
    log: string[],
    what: string,
    fails = false,
  ): Parameters<ReturnType<typeof createUndoLedger>['apply']>[0] => ({
    scenario: 's',
    what,
    finish: 'by hand',
    apply: async () => void (await Promise.resolve(log.push(`apply ${what}`))),
    undo: () => (fails ? Promise.reject(new Error('stuck')) : Promise.resolve(void log.push(`undo ${what}`))),
  });

  it('is on disk before the act, and undoes last first, once', async () => {
    const { journal, log } = memoryJournal();
    const ledger = createUndoLedger(journal);
    await ledger.apply(change(log, 'a'));
    await ledger.apply(change(log, 'b'));
    expect(log).to.deep.equal(['planned', 'sync', 'apply a', 'planned', 'sync', 'apply b']);
    log.length = 0;
    expect(await ledger.undo('s')).to.deep.equal([]);
    expect(await ledger.undo()).to.deep.equal([]);
    expect(log).to.deep.equal(['undo b', 'done', 'sync', 'undo a', 'done', 'sync']);
  });

  it('undoes an act that failed half-way, and goes on after an undo that fails', async () => {
    const { journal, log } = memoryJournal();
    const ledger = createUndoLedger(journal);
    await ledger
      .apply({ ...change(log, 'half'), apply: () => Promise.reject(new Error('half-way')) })
      .catch(() => undefined);
    await ledger.apply(change(log, 'bad', true));
    expect(await ledger.undo()).to.deep.equal([{ what: 'bad', finish: 'by hand' }]);
    expect(log).to.include('undo half').and.include('failed');
  });
});
