/**
 * One line of `journal.jsonl`: the source of truth, appended as it happens, hash-chained. Few kinds, which every question
 * shares; each has one schema here, and whoever reads a journal refuses what does not fit it.
 */
import { z } from 'zod';
import { measurements } from './schema/measurements.js';
import { cellKind, count, evidence, finding, hash, outcome, time } from './schema/parts.js';

/** The version that is written. Version 1 had kinds of its own for what are measurements now. */
export const JOURNAL_VERSION = 2;

/** What every record begins with; `hash = sha256(prev + canonical JSON of the record without hash)`. */
const chained = {
  v: z.literal(JOURNAL_VERSION),
  /** Counts from 1 without gaps. */
  seq: z.int().min(1),
  /** On the clock of the target. */
  ts: time,
  drill: z.string(),
  /** The first is the SHA-256 of `preparation.json`. */
  prev: hash,
  hash,
};

const scenario = z.string();
/** Id of the question that asked. */
const question = z.string();

/** Of what was taken over from the drill that is resumed: its line in that journal, and when it was answered. */
const resumed = z.strictObject({ seq: z.int().min(1), at: time });

/** Lines of cells, and findings: everything that a broken check broke on. */
const grounds = z.strictObject({
  cells: z.array(count),
  findings: z.array(z.strictObject({ code: z.string(), cause: z.string() })),
});

const kinds = {
  start: z.strictObject({ kind: z.literal('start'), name: z.string(), mode: z.string(), target: z.string() }),
  /** The plan was frozen: its SHA-256. What was called before is in the preparation list. */
  plan: z.strictObject({ kind: z.literal('plan'), sha256: hash }),
  premise: z.strictObject({
    kind: z.literal('premise'),
    scenario,
    title: z.string(),
    /** How the loss is played. */
    how: z.string(),
    event: z.enum(['begins', 'ends']),
  }),
  /** On disk before the act as `planned`, and after it was taken back as `done`. */
  undo: z.strictObject({
    kind: z.literal('undo'),
    /** The same in every record about one change. */
    id: z.int().min(1),
    /** `left`: the target has no call to take it away. */
    state: z.enum(['planned', 'done', 'left', 'failed']),
    /** Absent for what a target needs for itself. */
    scenario: scenario.optional(),
    what: z.string(),
    /** What a person does to finish the job if nobody else can. */
    finish: z.string(),
    /** How it is undone, by whoever reads this. */
    undo: z.strictObject({
      kind: z.string(),
      parameters: z.record(z.string(), z.string()),
      /** It is made in the process of the drill alone: nothing is left of it when that dies. */
      endsWithProcess: z.literal(true).optional(),
    }),
    /** Of one that is not done. */
    why: z.string().optional(),
  }),
  /** One call that no cell stands for, or an attempt that met a fault of the way. */
  call: z.strictObject({
    kind: z.literal('call'),
    scenario: scenario.optional(),
    /** `service:Operation`. */
    call: z.string(),
    purpose: z.string(),
    region: z.string().optional(),
    /** HTTP status; absent where no answer came. */
    status: count.optional(),
    /** The fault of the way that it met: the code that was answered, or `no answer`. It was sent again, within bounds. */
    fault: z.string().optional(),
  }),
  /** One principal in one account. */
  cell: z.strictObject({
    kind: z.literal('cell'),
    scenario,
    question,
    /** Id of its item in the plan. */
    item: z.string(),
    cell: cellKind,
    user: z.string(),
    /** Id. */
    account: z.string(),
    accountName: z.string(),
    ou: z.string(),
    outcome,
    code: z.string(),
    /** Calls that it stands for. */
    calls: count,
    /** Milliseconds on the clock of the target. */
    ms: z.number().min(0),
    request_id: z.string().optional(),
    /** Id of the control that was played. */
    control: z.string().optional(),
    /** How far a cell came that did not hold, and what was answered. */
    stage: z.string().optional(),
    message: z.string().optional(),
    /** Of a guardrail cell: what was tested, and how. */
    guardrail: z
      .strictObject({
        name: z.string(),
        side: z.enum(['break-glass', 'control']),
        expects: z.enum(['yields', 'binds']),
        by: z.enum(['call', 'hop', 'question', 'edit']),
        evidence: z.enum(['observed', 'evaluated']),
      })
      .optional(),
    /** Who got in that must not, as policies see it. */
    caller: z
      .strictObject({
        principal: z.string(),
        principalId: z.string(),
        context: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
      })
      .optional(),
    resumed: resumed.optional(),
  }),
  /** An item of the plan that no cell answers: it was done, or why its work was not reached. */
  item: z.strictObject({
    kind: z.literal('item'),
    scenario,
    question,
    item: z.string(),
    state: z.enum(['done', 'skipped']),
    why: z.string().optional(),
    resumed: resumed.optional(),
  }),
  check: z.strictObject({
    kind: z.literal('check'),
    scenario,
    /** Id of the check in the plan. */
    check: z.string(),
    began: time,
    title: z.string(),
    outcome,
    /** Absent where nothing was answered. */
    evidence: evidence.optional(),
    reason: z.string().optional(),
    summary: z.string().optional(),
    /** Absent where a check broke on something that no finding says. */
    grounds: grounds.optional(),
  }),
  /** A finding of a question, and the lines of the cells that are broken because of it. */
  finding: z.strictObject({ kind: z.literal('finding'), question, finding, cells: z.array(count) }),
  aborted: z.strictObject({ kind: z.literal('aborted'), why: z.string() }),
  end: z.strictObject({ kind: z.literal('end') }),
};

function measurement<Measure extends string, Value extends z.ZodType>(measure: Measure, value: Value) {
  return z.strictObject({ kind: z.literal('measurement'), question, measure: z.literal(measure), evidence, value });
}

/** What a question found besides cells and findings. */
const measured = [
  measurement('alarm-path', measurements['alarm-path']),
  measurement('use', measurements.use),
  measurement('coverage', measurements.coverage),
  measurement('delivery', measurements.delivery),
  measurement('custody', measurements.custody),
  measurement('residual-risk', measurements['residual-risk']),
] as const;

/** What a caller says; the journal adds the rest. */
export type JournalEntry =
  | { [Kind in keyof typeof kinds]: z.infer<(typeof kinds)[Kind]> }[keyof typeof kinds]
  | z.infer<(typeof measured)[number]>;

/** A measurement as a question takes it; the question's id is added. */
export type Measurement = {
  [Name in Measure]: { measure: Name; evidence: z.infer<typeof evidence>; value: Measured<Name> };
}[Measure];

/** What the journal adds. */
export interface Chained {
  v: typeof JOURNAL_VERSION;
  seq: number;
  ts: string;
  drill: string;
  prev: string;
  hash: string;
}

/** A line of the journal. */
export type JournalRecord = JournalEntry & Chained;

/** Records of one kind. */
export type RecordOf<Kind extends JournalEntry['kind']> = Extract<JournalEntry, { kind: Kind }> & Chained;

/** All that a broken check broke on. */
export type Grounds = z.infer<typeof grounds>;

/** Name of a measure, and what is measured. */
export type Measure = keyof typeof measurements;
export type Measured<Name extends Measure> = z.infer<(typeof measurements)[Name]>;

const single = Object.values(kinds).map((kind) => kind.extend(chained)) as unknown as readonly [
  z.ZodObject<{ kind: z.ZodLiteral<'start'> }>,
];

/** Schema of one line. */
export const journalSchema: z.ZodType<JournalRecord> = z.discriminatedUnion('kind', [
  ...single,
  z.discriminatedUnion('measure', measured.map((entry) => entry.extend(chained)) as unknown as typeof measured),
]) as unknown as z.ZodType<JournalRecord>;

/** Records of one kind, in the order of the journal. */
export function recordsOf<Kind extends JournalEntry['kind']>(
  records: readonly JournalRecord[],
  kind: Kind,
): RecordOf<Kind>[] {
  return records.filter((record): record is RecordOf<Kind> => record.kind === kind);
}

/** What was measured, in the order of the journal. */
export function measuredIn<Name extends Measure>(records: readonly JournalRecord[], measure: Name): Measured<Name>[] {
  return recordsOf(records, 'measurement').flatMap((record) =>
    record.measure === measure ? [record.value as Measured<Name>] : [],
  );
}

/** What is wrong with a record, in one sentence that names the member; `undefined` if nothing is. */
export function problemOf(record: unknown): string | undefined {
  const parsed = journalSchema.safeParse(record);
  if (parsed.success) return undefined;
  const version = (record as { v?: unknown } | undefined)?.v;
  if (typeof version === 'number' && version !== JOURNAL_VERSION)
    return `is of version ${version} of the journal, and this version of the tool reads version ${JOURNAL_VERSION}: use the version of the tool that wrote it`;
  const [issue] = parsed.error.issues;
  if (!issue) return 'is not a record';
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return `has members that no record of its kind has: ${[...issue.path, ''].join('.')}${issue.keys.join(', ')}`;
  return path === '' ? `is not a record: ${issue.message}` : `${path}: ${issue.message}`;
}
