/**
 * Answers IAM questions with @cloud-copilot/iam-simulate, one JSON line each: `{number, simulation}` is answered by
 * `{number, decision, ignored}` or `{number, refused}`; `{number, simulation, times}` also by how long that many took, in ns.
 * A program of its own, under the licence of the library: nothing of the project imports it, and it imports nothing of the project.
 */
import { createInterface } from 'node:readline';
import { runSimulation } from '@cloud-copilot/iam-simulate';

const decisions = { Allowed: 'allow', ImplicitlyDenied: 'implicitDeny', ExplicitlyDenied: 'explicitDeny' };

async function answer({ number, simulation, times }) {
  try {
    const started = process.hrtime.bigint();
    for (let count = 1; count < (times ?? 1); count++) await runSimulation(simulation, {});
    const result = await runSimulation(simulation, {});
    const nanoseconds = Number(process.hrtime.bigint() - started);
    if (result.resultType !== 'single') return { number, refused: JSON.stringify(result.errors ?? result.resultType) };
    return {
      number,
      decision: decisions[result.overallResult],
      ignored: result.result.ignoredContextKeys ?? [],
      nanoseconds,
    };
  } catch (error) {
    return { number, refused: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
