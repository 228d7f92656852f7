/** Every use of the break-glass role that this drill makes: each must be noticed by somebody. */
import type { AssumeRoleInput, Answer, QueryClient } from '../../aws/query-client.js';
import type { Clock } from '../../base/clock.js';

/** One AssumeRole of the break-glass role, as the caller saw it. */
export interface Use {
  scenario: string;
  roleArn: string;
  /** Region of the STS endpoint that was called. */
  region: string;
  /** When the call was made; milliseconds on the clock of the target. */
  at: number;
  /** AWS's id of the request: CloudTrail records it, so the message about this use can be told from every other. */
  requestId: string;
}

export interface UseLog {
  /** From now on uses belong to this scenario. */
  enter(scenario: string): void;
  /** A query client whose successful hops are noted as uses. */
  watched(query: QueryClient, region: string): QueryClient;
  all(): readonly Use[];
}

/** A log on the clock of the target. */
export function createUseLog(clock: Clock): UseLog {
  const uses: Use[] = [];
  let current = '';
  return {
    enter: (scenario) => {
      current = scenario;
    },
    all: () => uses,
    watched: (query, region) => {
      const noted = <Rest extends readonly unknown[], T>(call: (credentials: Parameters<QueryClient['assumeRole']>[0], input: AssumeRoleInput, ...rest: Rest) => Promise<Answer<T>>) => {
        return async (credentials: Parameters<QueryClient['assumeRole']>[0], input: AssumeRoleInput, ...rest: Rest): Promise<Answer<T>> => {
          const at = clock.now();
          const answer = await call(credentials, input, ...rest);
          if (answer.ok) uses.push({ scenario: current, roleArn: input.roleArn, region, at, requestId: answer.requestId });
          return answer;
        };
      };
      return { ...query, assumeRole: noted(query.assumeRole), assumeRoleThroughSdk: noted(query.assumeRoleThroughSdk) };
    },
  };
}
