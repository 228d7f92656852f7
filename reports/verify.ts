/** Checks what a drill left behind, offline: chain, digests, and that every figure can be recounted. Pure. */
import { canonicalJson, sha256 } from '../base/canonical-json.js';
import type { Json } from '../base/canonical-json.js';
import { recordHash } from './journal.js';
import { problemOf, recordsOf } from './journal-record.js';
import type { JournalRecord } from './journal-record.js';
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
  let notUndone: Verification['notUndone'] = [];
  if (plan && records) {
    if (!recordsOf(records, 'plan').some((record) => record.sha256 === sha256(planText)))
      problems.push('plan.json: is not the plan that the journal names');
    const recounted = summarize(plan, planText, records);
    notUndone = recounted.notUndone;
    if (records.at(-1)?.kind !== 'end')
      problems.push('journal.jsonl: the drill did not end; whatever it was doing then is not in the report');
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
  return { ok: problems.length === 0, problems, checked: { records: records?.length ?? 0, files }, notUndone };
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
    const where = `journal.jsonl line ${index + 1}`;
    const content = parse(line);
    const problem = problemOf(content);
    if (problem !== undefined) return refuse(problems, `${where}: ${problem}`);
    const record = content as JournalRecord;
    if (canonicalJson(record as unknown as Json) !== line)
      return refuse(problems, `${where}: is not written in canonical form`);
    if (record.seq !== index + 1)
      return refuse(problems, `${where}: has number ${record.seq}; a record is missing or was added`);
    if (record.prev !== prev)
      return refuse(
        problems,
        index === 0
          ? `${where}: does not follow from preparation.json`
          : `${where}: does not follow from the line before`,
      );
    const { hash, ...unsealed } = record;
    if (recordHash(unsealed) !== hash) return refuse(problems, `${where}: was changed`);
    prev = hash;
    records.push(record);
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
