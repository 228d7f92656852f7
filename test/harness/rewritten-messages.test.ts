import { expect } from 'chai';
import { judgeUses, untold } from '../../harness/monitoring/judge.js';
import type { TextReceipt } from '../../harness/monitoring/receipts.js';
import { HARD, LIMITS, record, use } from './alarm-evidence.js';

/** An id as AWS makes them. */
const ID = '01234567-89ab-cdef-0123-456789abcdef';

const text = (content: string): TextReceipt => ({ kind: 'text', at: 10_000, text: content });

describe('messages that a target rewrites', () => {
  const records = [{ ...record('a', 0), eventId: ID }];
  const outcome = (...texts: string[]): string | undefined =>
    judgeUses([use('a')], { receipts: texts.map(text), episodes: [], records }, LIMITS, HARD).find(
      ({ path }) => path === 'events',
    )?.outcome;

  it('are about the record whose id they hold, wherever it stands', () => {
    expect(outcome(`{"id": ${ID}, "what": "AssumeRole"}`)).to.equal('in time');
    expect(outcome(`Break glass ${ID.replace('0', '9')}`)).to.equal('missing');
  });

  it('are told apart by nothing else', () => {
    const receipts = [text('used'), text(`used ${ID}`)];
    expect(untold({ receipts, episodes: [], records }).map((receipt) => receipt.text)).to.deep.equal(['used']);
  });
});
