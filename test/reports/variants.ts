/** One result of every kind of ending, for tests of the writers. */
import type { DrillResult, Outcome } from '../../reports/result.js';
import { syntheticResult } from './synthetic.js';

const size = { accounts: 24, ous: 6, exceptions: 0, alarmPoints: 40 };

/** The sound result with every check of its first scenario turned into this outcome. */
function ending(outcome: Outcome, exitCode: DrillResult['drill']['exitCode'], reason: string): DrillResult {
  const sound = syntheticResult(size);
  const scenarios = sound.scenarios.map((scenario, index) => (index > 0 ? scenario : { ...scenario, outcome, checks: scenario.checks.map(({ title }) => ({ title, outcome, reason })) }));
  return { ...sound, drill: { ...sound.drill, outcome, exitCode }, scenarios };
}

/** Results by the name of their ending. */
export function variants(): Record<string, DrillResult> {
  const aborted = ending('aborted', 4, 'stopped by SIGINT');
  return {
    held: syntheticResult(size),
    broken: syntheticResult({ ...size, exceptions: 7 }),
    inconclusive: ending('inconclusive', 3, 'the identity provider could still be reached'),
    aborted: { ...aborted, matrix: { accounts: aborted.matrix.accounts.map(({ id, name, ou }) => ({ id, name, ou, users: {} })), counts: [], exceptions: [] }, alarms: [] },
    'not undone': {
      ...ending('broken', 5, 'could not be undone'),
      notUndone: [{ what: 'The identity provider is down', finish: 'Start the identity provider again and sign in once.' }],
      premises: [{ scenario: 'identity-provider-failure', title: 'The identity provider is down', how: 'it answers nobody', putBack: 'not undone' }],
    },
    'thousands of accounts': syntheticResult({ accounts: 3000, ous: 40, exceptions: 60, alarmPoints: 500 }),
    'nothing but people': withoutCells(syntheticResult(size)),
  };
}

function withoutCells({ custody, ...result }: DrillResult): DrillResult {
  return { ...result, ...(custody ? { custody } : {}), scenarios: result.scenarios.slice(1), matrix: { accounts: [], counts: [], exceptions: [] }, alarms: [], residualRisks: [], premises: [], inventory: { ...result.inventory, accounts: { active: 1, tested: 0, notActive: 0, excluded: 1 }, breakGlassUsers: ['break-glass-1'] } };
}
