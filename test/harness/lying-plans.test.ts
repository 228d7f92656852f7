import { expect } from 'chai';
import type { ObservedCall } from '../../aws/guard.js';
import type { DrillPlan, PlannedWork } from '../../reports/plan.js';
import { playDrill } from '../drill.js';
import { differences, heldAgainst, watchedTarget } from '../planned-calls.js';
import type { HeldAgainst } from '../planned-calls.js';

type Changed = Partial<HeldAgainst>;

/** The plan with one kind of work changed, and the rest as it is. */
function withWork(plan: DrillPlan, id: string, change: (work: PlannedWork) => Partial<PlannedWork>): Changed {
  const work = plan.work.map((one) => (one.id === id ? { ...one, ...change(one) } : one));
  expect(work, id).to.not.deep.equal(plan.work);
  return { plan: { ...plan, work } };
}

const HOP = { service: 'sts', operation: 'AssumeRole', as: 'user/break-glass-1' };
const isHop = ({ service, operation, principal }: ObservedCall): boolean =>
  service === HOP.service && operation === HOP.operation && principal?.name === HOP.as;
const SWEEP = 'access/break-glass-1';

/** Lies, and what the comparison says of each. */
const LIES: readonly [lie: string, tell: (held: HeldAgainst) => Changed, said: RegExp][] = [
  [
    'a call was made once more than it plans',
    ({ calls }) => ({ calls: [...calls, ...calls.filter(isHop).slice(0, 1)] }),
    /^sts:AssumeRole as user\/break-glass-1 in \d{12}: \d+ calls, and the plan has \d+ to \d+$/,
  ],
  [
    'a call was not made',
    ({ calls }) => ({ calls: calls.filter((call) => call !== calls.find(isHop)) }),
    /^sts:AssumeRole as user\/break-glass-1 in \d{12}: \d+ calls, and the plan has \d+ to \d+$/,
  ],
  [
    'it does not have a call that was made',
    ({ plan }) => ({ plan: { ...plan, calls: plan.calls.filter(({ as }) => as !== HOP.as) } }),
    /^sts:AssumeRole as user\/break-glass-1 in \d{12}: \d+ calls, and the plan has none$/,
  ],
  [
    'somebody else made a call',
    ({ calls }) => ({
      calls: calls.map((call) =>
        call === calls.find(isHop) ? { ...call, principal: { account: '000000000000', name: 'user/nobody' } } : call,
      ),
    }),
    /^sts:AssumeRole as user\/nobody in \d{12}: 1 calls, and the plan has none$/,
  ],
  [
    'it names another principal',
    ({ plan }) => ({
      plan: { ...plan, calls: plan.calls.map((call) => ({ ...call, as: call.as.replace(HOP.as, 'user/x') })) },
    }),
    /^sts:AssumeRole user\/x certain: \d+ calls in all, and 0 in its work$/,
  ],
  [
    'a cell was answered in another account',
    ({ journal }) => ({
      journal: journal.map((record) =>
        record.kind === 'cell' && record === journal.find(({ kind }) => kind === 'cell')
          ? { ...record, account: '000000000000' }
          : record,
      ),
    }),
    /was answered in the account 000000000000$/,
  ],
  [
    'it leaves out an account that was entered',
    ({ plan }) => ({ plan: { ...plan, sets: { ...plan.sets, all: `1-${plan.accounts.length - 1}` } } }),
    /^the journal holds .* access\/break-glass-1\/\d+, and the plan does not$/,
  ],
  [
    'it names an account that nobody entered',
    ({ plan, journal }) => {
      const last = plan.accounts.at(-1)?.id ?? '';
      return { journal: journal.filter((record) => record.kind !== 'cell' || record.item !== `${SWEEP}/${last}`) };
    },
    /access\/break-glass-1\/\d+ 0 times, and says 0 times why not$/,
  ],
  [
    'an item was done twice',
    ({ journal }) => ({ journal: [...journal, ...journal.filter(({ kind }) => kind === 'cell').slice(0, 1)] }),
    / 2 times, and says 0 times why not$/,
  ],
  [
    'it says fewer items than its accounts are',
    ({ plan }) => withWork(plan, SWEEP, ({ items }) => ({ items: items - 1 })),
    /access\/break-glass-1 says \d+ items, and its sets have \d+$/,
  ],
  [
    'its sums are not those of its work',
    ({ plan }) => withWork(plan, SWEEP, ({ calls }) => ({ calls: calls.map((call) => ({ ...call, times: 2 })) })),
    /^sts:AssumeRole user\/break-glass-1 certain: \d+ calls in all, and \d+ in its work$/,
  ],
  [
    'a conditional call went beyond its bound',
    ({ calls }) => ({
      calls: [...calls, ...calls.filter(({ operation }) => operation.endsWith('/switch-role')).slice(0, 1)],
    }),
    /^sign-in:\/sign-in\/switch-role as anybody: \d+ calls, and the plan has 0 to \d+$/,
  ],
  [
    'a conditional item is neither done nor said to be skipped',
    ({ plan, journal }) => {
      const id = plan.work.find(({ certainty }) => certainty === 'conditional')?.id ?? '';
      return { journal: journal.filter((record) => !('item' in record) || !String(record.item).startsWith(`${id}/`)) };
    },
    /console\/.* 0 times, and says 0 times why not$/,
  ],
];

describe('the comparison of a drill with its plan', () => {
  let held: HeldAgainst;
  before(async () => {
    const seen: ObservedCall[] = [];
    const { texts } = await playDrill(
      [],
      { scenarios: ['identity-provider-failure'] },
      { openTarget: watchedTarget((call) => void seen.push(call)) },
    );
    held = heldAgainst(texts, seen);
  });

  it('finds nothing where nobody lies', () => {
    expect(differences(held.plan, held.journal, held.calls)).to.deep.equal([]);
  });

  for (const [lie, tell, said] of LIES)
    it(`finds that ${lie}`, () => {
      const { plan, journal, calls } = { ...held, ...tell(held) };
      const found = differences(plan, journal, calls);
      expect(
        found.some((line) => said.test(line)),
        found.join('\n'),
      ).to.equal(true);
    });
});
