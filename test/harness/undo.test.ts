import { expect } from 'chai';
import type { Change, Undoer } from '../../harness/drill/change.js';
import type { Ledger } from '../../harness/drill/ledger.js';
import { createUndoLedger, lateUndoPort } from '../../harness/engine/undo.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { Journal } from '../../reports/journal.js';
import { memoryJournal } from './memory-journal.js';

describe('the undo ledger', () => {
  const change = (log: string[], what: string): Change => ({
    scenario: 's',
    what,
    finish: 'by hand',
    undo: { kind: 'told', parameters: { what } },
    apply: async () => void (await Promise.resolve(log.push(`apply ${what}`))),
  });
  const ledgerOf = (journal: Journal, log: string[], endsWithProcess = false): Ledger => {
    const told: Undoer = ({ what = '' }) =>
      what === 'bad' ? Promise.reject(new Error('stuck')) : Promise.resolve(void log.push(`undo ${what}`));
    return createUndoLedger(journal, { told }, lateUndoPort().port, () => endsWithProcess);
  };

  it('is on disk before the act, and undoes last first, once', async () => {
    const { journal, log } = memoryJournal();
    const ledger = ledgerOf(journal, log);
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
    const ledger = ledgerOf(journal, log);
    await ledger
      .apply({ ...change(log, 'half'), apply: () => Promise.reject(new Error('half-way')) })
      .catch(() => undefined);
    await ledger.apply(change(log, 'bad'));
    expect(await ledger.undo()).to.deep.equal([{ what: 'bad', finish: 'by hand', why: 'stuck' }]);
    expect(log).to.include('undo half').and.include('failed');
  });

  for (const full of ['append', 'sync'] as const)
    it(`makes no change that it cannot write down: a full disk says so at the ${full}`, async () => {
      const { journal, log } = memoryJournal();
      const fails = (): never => {
        throw new Error('ENOSPC: no space left on device');
      };
      const ledger = ledgerOf({ ...journal, [full]: fails }, log);
      const refused = await ledger.apply(change(log, 'a')).catch((error: unknown) => String(error));
      expect(refused).to.include('ENOSPC');
      expect(await ledger.undo('s')).to.deep.equal([]);
      expect(log).to.not.include('apply a').and.not.include('undo a');
    });

  it('writes how each change is undone, as data', async () => {
    const { journal, log } = memoryJournal();
    await ledgerOf(journal, log).apply(change(log, 'a'));
    expect(recordsOf(journal.records(), 'undo').map(({ undo }) => undo)).to.deep.equal([
      { kind: 'told', parameters: { what: 'a' } },
    ]);
  });

  for (const endsWithProcess of [false, true])
    it(`undoes one change alone, by the change that was given${endsWithProcess ? ', where it ends with the process' : ''}`, async () => {
      const { journal, log } = memoryJournal();
      const ledger = ledgerOf(journal, log, endsWithProcess);
      const first = change(log, 'a');
      await ledger.apply(first);
      await ledger.apply(change(log, 'b'));
      log.length = 0;
      expect(await ledger.undo(first)).to.deep.equal([]);
      expect(log).to.deep.equal(['undo a', 'done', 'sync']);
    });
});
