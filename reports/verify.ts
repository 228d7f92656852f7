/** Checks what a drill left behind, offline: chain, digests, and that every figure can be recounted. Pure. */
import { sha256 } from '../base/canonical-json.js';
import { readLine } from './journal.js';
import { recordsOf } from './journal-record.js';
import type { JournalRecord } from './journal-record.js';
import { openUndoRecords } from './open-undos.js';
import type { DrillPlan } from './plan.js';
import { planSchema } from './schema/plan.js';
import { preparationSchema } from './schema/preparation.js';
import { resultSchema } from './schema/result.js';
import { summarize } from './summarize.js';
import { reportFiles } from './write.js';

export interface Verification {
  ok: boolean;
  /** What is wrong, each with the file and, for the journal, the line. */
  problems: string[];
  /** What was looked at. */
  checked: { records: number; files: number };
  /** What the journal says was changed and never put back. */
  notUndone: { what: string; finish: string }[];
}

/** Verifies the texts of a drill's folder by file name. */
export function verifyDrill(texts: ReadonlyMap<string, string>): Verification {
  const problems: string[] = [];
  const planText = texts.get('plan.json') ?? '';
  const plan = readPlan(planText, problems);
  const preparation = texts.get('preparation.json') ?? '';
  if (!preparationSchema.safeParse(parse(preparation)).success)
    problems.push(preparation === '' ? 'preparation.json: is missing' : 'preparation.json: is not a preparation list');
  const records = readJournal(texts.get('journal.jsonl') ?? '', sha256(preparation), problems);
  let files = 3;
  const { drill, recovery } = untilItsEnd(records ?? []);
  if (records && drill.at(-1)?.kind !== 'end')
    problems.push('journal.jsonl: the drill did not end; whatever it was doing then is not in the report');
  if (recovery.some(({ kind }) => kind !== 'undo'))
    problems.push('journal.jsonl: something else than an undo was written after the drill had ended');
  if (plan && records) {
    if (!recordsOf(records, 'plan').some((record) => record.sha256 === sha256(planText)))
      problems.push('plan.json: is not the plan that the journal names');
    const recounted = summarize(plan, planText, drill);
    // The reports are functions of the result: making them again finds every changed byte.
    for (const [name, expected] of Object.entries(reportFiles(recounted))) {
      files++;
      const found = texts.get(name);
      if (found === undefined) problems.push(`${name}: is missing`);
      else if (found !== expected) problems.push(`${name}: ${difference(name, found)}`);
    }
    files++;
    checkDigests(texts, recounted.headHash, problems);
  }
  return {
    ok: problems.length === 0,
    problems,
    checked: { records: records?.length ?? 0, files },
    notUndone: openUndoRecords(records ?? []).map(({ what, finish }) => ({ what, finish })),
  };
}

/** What the drill wrote, of which its reports are made, and what recovering wrote after its end. */
function untilItsEnd(records: readonly JournalRecord[]): {
  drill: readonly JournalRecord[];
  recovery: readonly JournalRecord[];
} {
  const end = records.findIndex(({ kind }) => kind === 'end');
  return end === -1
    ? { drill: records, recovery: [] }
    : { drill: records.slice(0, end + 1), recovery: records.slice(end + 1) };
}

function readPlan(text: string, problems: string[]): DrillPlan | undefined {
  const parsed = planSchema.safeParse(parse(text));
  if (parsed.success) return parsed.data;
  problems.push(text === '' ? 'plan.json: is missing' : 'plan.json: is not a plan');
  return undefined;
}

function readJournal(text: string, firstHash: string, problems: string[]): JournalRecord[] | undefined {
  const lines = text.split('\n');
  if (lines.pop() !== '') problems.push('journal.jsonl: the last line is cut off');
  const records: JournalRecord[] = [];
  let prev = firstHash;
  for (const [index, line] of lines.entries()) {
    const read = readLine(line, index + 1, prev);
    if (typeof read === 'string') return refuse(problems, `journal.jsonl line ${index + 1}: ${read}`);
    prev = read.hash;
    records.push(read);
  }
  if (records.length === 0) return refuse(problems, 'journal.jsonl: is empty');
  return records;
}

function refuse(problems: string[], problem: string): undefined {
  problems.push(problem);
  return undefined;
}

function difference(name: string, text: string): string {
  if (name !== 'result.json') return 'is not what the journal says';
  return resultSchema.safeParse(parse(text)).success ? 'cannot be recounted from the journal' : 'is not a result';
}

function checkDigests(texts: ReadonlyMap<string, string>, headHash: string, problems: string[]): void {
  const digests = parse(texts.get('digests.json') ?? '') as
    { headHash?: unknown; files?: Record<string, unknown> } | undefined;
  if (!digests?.files) return void problems.push('digests.json: is missing or not readable');
  if (digests.headHash !== headHash) problems.push('digests.json: names another journal');
  for (const [name, digest] of Object.entries(digests.files)) {
    if (sha256(texts.get(name) ?? '') !== digest) problems.push(`digests.json: does not fit ${name}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
