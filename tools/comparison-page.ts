/** The page that sets the twin beside free emulators: its own column is played when the page is made. */
import { answerOfTwin, comparison } from '../test/twin/comparison/index.js';

const HEAD = `# The twin beside free emulators

Every row in which one of three free emulators was measured to answer otherwise than AWS, and what goes with it. Bold is what differs
from AWS; an empty cell was not asked.

- **AWS**: what its documentation says. No live call was made.
- **twin**: asked through unmodified SDK clients over HTTP whenever this page is made (\`npm run docs\`), and again in every test run
  (\`test/twin/comparison.test.ts\`).
- **fakecloud** 0.51.0 with IAM \`strict\` and \`--verify-sigv4\`; by default it enforces neither. It enforces for DynamoDB, IAM, KMS, Lambda, S3,
  EventBridge Scheduler, SNS, SQS and STS; other services let every caller do everything.
- **moto** 5.2.5, its server as it starts: it enforces nothing. With its authorization switched on it checks keys, signatures, session tokens
  and the caller's own policies, and still no trust policy, MFA code, guardrail, boundary, session policy or duration.
- **LocalStack** 4.14.0 (of 2026-02-26, the last that starts without a token). It let in an AssumeRole against a trust policy that denies everybody: what it
  is said to allow below follows from that wherever a trust policy is what should refuse.

The emulators were measured in November 2026, each by running it: AWS SDK for JavaScript 3.113x to 3.1169, Node 20.20.2, no retries. A later version
may answer otherwise. None of the three is bad for what it is made for: to build against. They cannot tell whether a break-glass path
works: the first calls a sound one broken (a right code, a role exempted by its ARN) and a broken one sound (a user made again), the other
two call everything sound.
`;

/** Markdown of the page, after a first line that says how it is made. */
export async function comparisonPage(made: string): Promise<string> {
  const parts: string[] = [];
  for (const { title, rows } of comparison) {
    const lines: string[] = [];
    for (const row of rows) {
      const answer = await answerOfTwin(row);
      const twin = answer === row.aws ? 'as AWS' : `**${answer}**`;
      lines.push(
        `| ${[row.question, row.aws, twin, row.fakecloud ?? '', row.moto ?? '', row.localstack ?? ''].join(' | ')} |`,
      );
    }
    parts.push(
      `## ${title}\n\n| question | AWS | twin | fakecloud | moto | LocalStack |\n|---|---|---|---|---|---|\n${lines.join('\n')}\n`,
    );
  }
  return `${made}\n${HEAD}\n${parts.join('\n')}`;
}
