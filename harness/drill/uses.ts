/** Every use of break glass that this drill makes or tries to make: each must be noticed by somebody. */
import type { AssumeRoleInput, Answer, QueryClient } from '../../aws/query-client.js';
import type { Clock } from '../../base/clock.js';
import type { Use } from '../monitoring/use.js';
import { isAccessDenied } from '../causes/denial.js';

export interface UseLog {
  /** From now on uses belong to this scenario. */
  enter(scenario: string): void;
  /** Takes note of a use of the scenario that was entered last. */
  note(use: Omit<Use, 'scenario'>): void;
  /** A query client whose hops are noted as uses, the refused ones among them. */
  watched(query: QueryClient, region: string): QueryClient;
  all(): readonly Use[];
  /** The scenario in whose time an instant lies. */
  scenarioAt(instant: number): string;
}

/** A log on the clock of the target. */
export function createUseLog(clock: Clock): UseLog {
  const uses: Use[] = [];
  const entered: { scenario: string; at: number }[] = [];
  const note: UseLog['note'] = (use) => void uses.push({ scenario: entered.at(-1)?.scenario ?? '', ...use });
  return {
    enter: (scenario) => void entered.push({ scenario, at: clock.now() }),
    note,
    all: () => uses,
    scenarioAt: (instant) => (entered.filter(({ at }) => at <= instant).at(-1) ?? entered[0])?.scenario ?? '',
    watched: (query, region) => {
      const noted = <Rest extends readonly unknown[], T>(
        call: (
          credentials: Parameters<QueryClient['assumeRole']>[0],
          input: AssumeRoleInput,
          ...rest: Rest
        ) => Promise<Answer<T>>,
      ) => {
        return async (
          credentials: Parameters<QueryClient['assumeRole']>[0],
          input: AssumeRoleInput,
          ...rest: Rest
        ): Promise<Answer<T>> => {
          const at = clock.now();
          const answer = await call(credentials, input, ...rest);
          if (answer.ok || leavesRecord(answer.code))
            note({
              kind: 'AssumeRole',
              succeeded: answer.ok,
              account: accountOfRole(input.roleArn),
              region,
              at,
              requestId: answer.requestId,
              ...(input.mfa ? { byCode: true as const } : {}),
            });
          return answer;
        };
      };
      return { ...query, assumeRole: noted(query.assumeRole), assumeRoleThroughSdk: noted(query.assumeRoleThroughSdk) };
    },
  };
}

/** A call whose caller was told apart and refused is recorded; one with keys that nobody knows is not. */
export function leavesRecord(code: string): boolean {
  return isAccessDenied(code);
}

/** Account of a role, from its ARN. */
function accountOfRole(roleArn: string): string {
  return roleArn.split(':')[4] ?? '';
}
