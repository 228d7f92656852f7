/** Uses of break glass that a resumed drill made: nobody waited for their messages, so alarms are never held by them. Pure. */
import type { UseKind } from '../../reports/monitoring-result.js';
import type { Cell } from './cell.js';

/** Uses that are alike: if this drill made one of them too, nothing of their kind goes unwatched. */
export interface EarlierUse {
  scenario: string;
  kind: UseKind;
  succeeded: boolean;
  /** Of a hop: the Region of the endpoint that it went through. */
  region?: string;
}

/** The use that a cell stands for; `undefined` for one that made none. `regionOf` is told the id of the account. */
export function earlierUse(
  { scenario, question, kind, account, stage, outcome, calls }: Cell,
  regionOf: (accountId: string) => string | undefined,
): EarlierUse | undefined {
  if (calls === 0 || stage === 'credentials' || stage === 'sign-in') return undefined;
  if (question === 'console') return { scenario, kind: 'SwitchRole', succeeded: stage !== 'assume' };
  const region = regionOf(account.id);
  const hop = { scenario, kind: 'AssumeRole' as const, ...(region === undefined ? {} : { region }) };
  return { ...hop, succeeded: kind === 'control' ? outcome === 'broken' : stage !== 'assume' };
}
