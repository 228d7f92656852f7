/** Cells and faults that no drill found, and how a verdict names its own. */
import type { AccountInScope } from '../../harness/context.js';
import type { Fault, Verdict } from '../../harness/outcome.js';
import type { Cell } from '../../harness/probes/cell.js';

export const account = (name: string): AccountInScope => ({ id: name, name, ou: 'Root', ancestry: [] });

export function cell(outcome: Cell['outcome'], name = 'a'): Cell {
  return {
    scenario: 's',
    kind: 'break-glass',
    user: 'u',
    control: '',
    account: account(name),
    outcome,
    stage: 'assume',
    code: outcome === 'held' ? 'BG_HELD' : 'BG_ROLE_MISSING',
    message: '',
    requestId: '',
    calls: 1,
    ms: 0,
  };
}

export const fault = (code: string): Fault => ({ code, cause: `the cause of ${code}` });
/** Names of what a verdict broke on. */
export const names = ({ faults }: Verdict): string[] | undefined =>
  faults?.map((one) => ('stage' in one ? `${one.account.name} ${one.outcome}` : one.code));
