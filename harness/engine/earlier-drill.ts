/** Reads the folder of a drill that is to be resumed. What cannot be resumed, or is another drill, is refused before any call. */
import { basename } from 'node:path';
import { sha256 } from '../../base/canonical-json.js';
import { usageError } from '../../base/errors.js';
import { readDrillFolder } from '../../reports/files.js';
import { recordsOf } from '../../reports/journal-record.js';
import type { JournalRecord } from '../../reports/journal-record.js';
import { openUndoRecords } from '../../reports/open-undos.js';
import type { DrillPlan } from '../../reports/plan.js';
import type { PreparationList } from '../../reports/preparation.js';
import { planSchema } from '../../reports/schema/plan.js';
import { preparationSchema } from '../../reports/schema/preparation.js';
import { readUnfinished } from '../../reports/unfinished-journal.js';
import { verifyDrill } from '../../reports/verify.js';
import type { LoadedDrill } from './load.js';
import type { RehearsedScenario } from './plan.js';
import type { DrillOptions } from './run.js';

/** A drill that was not played to its end. */
export interface EarlierDrill {
  plan: DrillPlan;
  records: readonly JournalRecord[];
  /** What the plan of the drill that resumes it says of it. */
  named: Omit<NonNullable<DrillPlan['resumes']>, 'items'>;
}

const NEW = 'Begin a new drill, without --resume.';

/** What is about to be played. */
export interface ToPlay {
  loaded: LoadedDrill;
  rehearsed: readonly RehearsedScenario[];
  tool: DrillOptions['tool'];
}

/** Reads it. Throws a usage error that says everything that stands against resuming it. */
export function readEarlierDrill(folder: string, toPlay: ToPlay): EarlierDrill {
  refuseTarget(toPlay.loaded);
  const texts = readDrillFolder(folder);
  const [journalText = '', preparationText = '', planText = ''] = [
    'journal.jsonl',
    'preparation.json',
    'plan.json',
  ].map((name) => texts.get(name));
  const preparation = preparationSchema.safeParse(parsed(preparationText));
  if (!preparation.success) throw usageError(`${folder} has no preparation list of this version of the tool`, NEW);
  const { records } = chainOf(journalText, preparationText);
  const open = openUndoRecords(records);
  const recovery = `Make sure that it no longer runs, then: breakglass-drill recover ${folder}`;
  const plan = planSchema.safeParse(parsed(planText));
  if (!plan.success || !recordsOf(records, 'plan').some((record) => record.sha256 === sha256(planText)))
    throw usageError(
      planText === ''
        ? `the drill of ${folder} ended before it had a plan, so there is nothing to resume`
        : `plan.json of ${folder} is not the plan that its journal names`,
      open.length > 0 ? `${recovery}. ${NEW}` : NEW,
    );
  const problems = [
    ...notAsWritten(texts, records),
    ...otherInputs(preparation.data, plan.data, toPlay),
    ...(isAnswered(plan.data, records) ? ['every item of it has an answer'] : []),
  ];
  if (open.length > 0)
    throw usageError(
      [
        `${folder} cannot be resumed yet: not taken back is ${open.map(({ what }) => what).join(', ')}`,
        ...problems,
      ].join('\n  '),
      recovery,
    );
  if (problems.length > 0) throw usageError([`${folder} cannot be resumed:`, ...problems].join('\n  '), NEW);
  return {
    plan: plan.data,
    records,
    named: { folder: basename(folder), startedAt: records[0]?.ts ?? '', journalSha256: sha256(journalText) },
  };
}

/** Nothing is left of an organization that ended with its drill; and keys that a drill made for itself ended with it. */
function refuseTarget({ target: { name, deploy } }: LoadedDrill): void {
  if (name !== 'endpoint')
    throw usageError(
      `a drill on the target "${name}" cannot be resumed: nothing is left of the organization that it was played on`,
      NEW,
    );
  if (deploy)
    throw usageError(
      'a drill that deploys the organization document cannot be resumed: the keys that it made ended with it',
      'Deploy with "breakglass-drill deploy", and give what it prints to each drill with --secrets.',
    );
}

function chainOf(journalText: string, preparationText: string): { records: JournalRecord[] } {
  try {
    return readUnfinished(journalText, sha256(preparationText));
  } catch (error) {
    throw usageError(`cannot be resumed: ${(error as Error).message}; its chain does not verify`, NEW);
  }
}

/** A drill that ended has reports, and they must be those that it wrote; one that was killed has none. */
function notAsWritten(texts: ReadonlyMap<string, string>, records: readonly JournalRecord[]): string[] {
  return records.some(({ kind }) => kind === 'end') ? verifyDrill(texts).problems : [];
}

function otherInputs({ drill }: PreparationList, plan: DrillPlan, { loaded, rehearsed, tool }: ToPlay): string[] {
  const { file, target, digest } = loaded;
  const compared: [what: string, then: string, now: string][] = [
    ['version of the tool', drill.tool.version, tool.version],
    ['target', drill.target, target.name],
    ['endpoint', originOf(drill.endpoint), originOf(target.url)],
    ['seed', plan.drill.seed, file.seed],
    [
      'scenarios',
      plan.scenarios.map(({ id }) => id).join(', '),
      rehearsed.map(({ scenario }) => scenario.id).join(', '),
    ],
  ];
  return [
    ...compared.flatMap(([what, then, now]) => (then === now ? [] : [`${what}: then ${then}, now ${now}`])),
    ...(drill.inputSha256 === digest
      ? []
      : ['drill file, organization document, overlays or scenarios of your own: not those that it was played with']),
  ];
}

function originOf(url: string | undefined): string {
  return url === undefined ? 'none' : URL.canParse(url) ? new URL(url).href : url;
}

/** It was played to its end, and no item was left open: resuming it would play nothing. */
function isAnswered({ work }: DrillPlan, records: readonly JournalRecord[]): boolean {
  const kinds = new Set(records.map(({ kind }) => kind));
  if (kinds.has('aborted') || !kinds.has('end')) return false;
  const certain = work.filter(({ certainty }) => certainty === 'certain');
  return (
    recordsOf(records, 'cell').every(({ outcome }) => outcome !== 'inconclusive') &&
    recordsOf(records, 'item').every(
      ({ scenario, item, state }) =>
        state === 'done' ||
        !certain.some((one) => one.scenario === scenario && (item === one.id || item.startsWith(`${one.id}/`))),
    )
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
