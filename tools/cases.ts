/** `npm run cases -- FILE...`: plays files of documented decisions; last line `N passed, N failed`. */
import { readFileSync } from 'node:fs';
import { caseFileSchema, playCase } from './case-player.js';
import type { DecisionCase } from './case-player.js';

function readCases(file: string): DecisionCase[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = caseFileSchema.safeParse(content);
  if (parsed.success) return parsed.data.cases;
  const issue = parsed.error.issues[0];
  throw new Error(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not a file of cases'}`);
}

function main(files: readonly string[]): number {
  if (files.length === 0) throw new Error('name at least one file of cases, e.g. test/iam/cases.json');
  let passed = 0;
  let failed = 0;
  for (const file of files) {
    for (const decisionCase of readCases(file)) {
      const evaluation = playCase(decisionCase);
      if (evaluation.decision === decisionCase.expected) {
        passed++;
        continue;
      }
      failed++;
      const trace = evaluation.trace.map((step) => `    ${step.type} ${step.finding} ${step.policy ?? ''} ${step.statement ?? ''} ${step.detail ?? ''}`.trimEnd());
      process.stdout.write(`${decisionCase.id}  ${decisionCase.title}\n  expected ${decisionCase.expected}, got ${evaluation.decision}\n${trace.join('\n')}\n`);
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`cases: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
