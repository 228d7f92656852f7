/** Cells and faults that no drill found, and how a verdict names its own. */
import type { FindingCode } from '../../harness/causes/explanation.js';
import type { AccountInScope } from '../../harness/drill/context.js';
import type { Fault, Verdict } from '../../harness/drill/verdict.js';
import type { Cell } from '../../harness/drill/cell.js';

export const account = (name: string): AccountInScope => ({ id: name, name, ou: 'Root', ancestry: [] });

export function cell(outcome: Cell['outcome'], name = 'a'): Cell {
  return {
    scenario: 's',
    question: 'access',
    kind: 'break-glass',
    user: 'u',
    control: '',
    account: account(name),
    ...(outcome === 'held' ? { outcome, code: 'BG_HELD' } : { outcome, code: 'BG_ROLE_MISSING' }),
    stage: 'assume',
    message: '',
    requestId: '',
    calls: 1,
    ms: 0,
  };
}

export const fault = (code: FindingCode): Fault => ({ code, cause: `the cause of ${code}` });
/** Names of what a verdict broke on. */
export const names = ({ faults }: Verdict): string[] | undefined =>
  faults?.map((one) => ('stage' in one ? `${one.account.name} ${one.outcome}` : one.code));
