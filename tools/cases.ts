/** `npm run cases -- FILE...`: plays files of documented decisions; last line `N passed, N failed`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Evaluation, TraceStep } from '../iam/types.js';
import { caseFileSchema, playCase } from './case-player.js';
import type { DecisionCase } from './case-player.js';

const USAGE = `Usage: npm run cases -- FILE...
Plays files of documented decisions (format iam-cases/1, as test/iam/cases.json) and prints every case that is decided otherwise.
Exit 0: all passed. 1: some failed. 2: a file cannot be read or is no file of cases.
`;

/** One sentence for people, without a stack. */
function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readCases(file: string): DecisionCase[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`cannot read ${file}: ${reasonOf(error)}`, { cause: error });
  }
  const parsed = caseFileSchema.safeParse(content);
  if (parsed.success) return parsed.data.cases;
  const issue = parsed.error.issues[0];
  throw new Error(
    `${file} is no file of cases: ${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'invalid'}`,
  );
}

function describeStep({ type, finding, policy, statement, detail }: TraceStep): string {
  return `    ${[type, finding, policy, statement, detail && `(${detail})`].filter((part) => part !== undefined).join(' ')}`;
}

function describeFailure({ id, title, expected }: DecisionCase, { decision, trace }: Evaluation): string {
  return [`${id}  ${title}`, `  expected ${expected}, got ${decision}`, ...trace.map(describeStep), ''].join('\n');
}

function main(given: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...given],
    strict: false,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  const unknown = Object.keys(values).find((option) => option !== 'help');
  if (unknown !== undefined)
    throw new Error(`unknown option ${unknown.length === 1 ? '-' : '--'}${unknown}; --help says what there is`);
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (positionals.length === 0) throw new Error('name at least one file of cases, e.g. test/iam/cases.json');
  // All files are read before the first is played: a mistake in the last one leaves no half answer.
  const cases = positionals.flatMap(readCases);
  if (cases.length === 0) throw new Error(`no case in ${positionals.join(', ')}`);
  const failures = cases.flatMap((decisionCase) => {
    const evaluation = playCase(decisionCase);
    return evaluation.decision === decisionCase.expected ? [] : [describeFailure(decisionCase, evaluation)];
  });
  process.stdout.write(`${failures.join('')}${cases.length - failures.length} passed, ${failures.length} failed\n`);
  return failures.length === 0 ? 0 : 1;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`cases: ${reasonOf(error)}\n`);
  process.exitCode = 2;
}
