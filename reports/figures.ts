/** The verdict in a handful of figures, the same on the terminal, in Markdown and in HTML. */
import { brokeOpenly } from './exceptions.js';
import { worst } from './outcomes.js';
import type { AlarmResult } from './monitoring-result.js';
import type { CustodyResult, DrillResult, Outcome } from './result.js';
import { cellFigures, durationWords, groupDigits, listWords, plural } from './sentences.js';

export interface Figure {
  name: 'access' | 'refused' | 'guardrails' | 'alarms' | 'people' | 'put back';
  outcome: Outcome;
  /** Such as `32 of 32`, or an outcome. */
  figure: string;
  /** What it counts, in at most 54 characters if names are short. */
  note: string;
  /** Everything that is broken in it was accepted. */
  accepted?: true;
}

/** The figures of a drill; what no scenario asked about has none. */
export function figures(result: DrillResult): Figure[] {
  const { premises } = result;
  const back = premises.filter(({ putBack }) => putBack === 'undone').length;
  return [
    ...cells(result, 'access', 'break-glass', 'assumed the role and were able to act'),
    ...cells(result, 'refused', 'control', 'everybody else was turned away, for the right reason'),
    ...cells(result, 'guardrails', 'guardrail', 'yield or bind as expected, and bind everybody else'),
    ...[
      ...(result.alarms.length > 0 ? [alarmFigure(result.alarms)] : []),
      ...(result.custody ? [peopleFigure(result.custody)] : []),
    ].map((figure) => (brokeOpenly(result) ? figure : asAccepted(figure))),
    ...(premises.length > 0
      ? [
          count(
            'put back',
            back === premises.length && result.notUndone.length === 0 ? 'held' : 'broken',
            back,
            premises.length,
            back === premises.length ? 'nothing left changed' : 'finish by hand what is left',
          ),
        ]
      : []),
  ];
}

function cells(
  result: DrillResult,
  name: Figure['name'],
  kind: Parameters<typeof cellFigures>[1],
  note: string,
): Figure[] {
  const { held, broken, total } = cellFigures(result, kind);
  if (total === 0) return [];
  const accepted = result.matrix.exceptions.filter((cell) => cell.kind === kind && cell.accepted).length;
  const figure = count(name, broken > 0 ? 'broken' : held === total ? 'held' : 'inconclusive', held, total, note);
  return [
    accepted === 0
      ? figure
      : accepted === broken
        ? asAccepted(figure)
        : { ...figure, note: `${groupDigits(accepted)} of ${groupDigits(broken)} accepted; ${note}` },
  ];
}

/** What is broken and accepted stays broken. */
function asAccepted(figure: Figure): Figure {
  return figure.outcome === 'broken' ? { ...figure, note: `accepted; ${figure.note}`, accepted: true } : figure;
}

function count(name: Figure['name'], outcome: Outcome, held: number, total: number, note: string): Figure {
  return { name, outcome, figure: `${groupDigits(held)} of ${groupDigits(total)}`, note };
}

/** Uses whose message came within its service level; a message that came late or never is none. */
export function inTime({ uses, late, missing }: AlarmResult): number {
  return uses - late - missing;
}

function alarmFigure(alarms: readonly AlarmResult[]): Figure {
  const sum = (of: (alarm: AlarmResult) => number): number => alarms.reduce((total, alarm) => total + of(alarm), 0);
  const outcome = worst(alarms.map((alarm) => alarm.outcome));
  const slowest = (['events', 'logs'] as const).flatMap((path) => {
    const measured = alarms.flatMap((alarm) =>
      alarm.path === path && alarm.seconds ? [{ max: alarm.seconds.max, sla: alarm.slaSeconds }] : [],
    );
    const [slowestOfPath] = measured.sort((left, right) => right.max / right.sla - left.max / left.sla);
    return slowestOfPath ? [`${path} ${durationWords(slowestOfPath.max)} of ${durationWords(slowestOfPath.sla)}`] : [];
  });
  const missing = sum((alarm) => alarm.missing);
  const note = [...(missing > 0 ? [`${groupDigits(missing)} missing`] : []), ...slowest].join(', ');
  return count(
    'alarms',
    outcome,
    sum(inTime),
    sum(({ uses }) => uses),
    note === '' ? 'nothing was delivered' : note,
  );
}

/** Single losses that leave nobody; a person stands for the groups that they are lost with. */
export function fatalLosses({ losses }: CustodyResult): CustodyResult['losses'] {
  const fatal = losses.filter(({ left }) => left.length === 0);
  const people = fatal.filter(({ kind }) => kind === 'person');
  return people.length > 0 ? people : fatal;
}

/** Broken if one loss leaves nobody, if fewer people than must be withstood lock everybody out, or if one holds both factors. */
export function custodyOutcome(custody: CustodyResult): Outcome {
  const [smallest] = custody.smallestLockouts;
  const both = custody.users.some(({ password, accessKey, mfa }) =>
    mfa.some((person) => password.includes(person) || accessKey.includes(person)),
  );
  return both || fatalLosses(custody).length > 0 || (smallest !== undefined && smallest.length <= custody.withstand)
    ? 'broken'
    : 'held';
}

function peopleFigure(custody: CustodyResult): Figure {
  return {
    name: 'people',
    outcome: custodyOutcome(custody),
    figure: custodyOutcome(custody),
    note: lockoutWords(custody),
  };
}

/** What it takes to lock everybody out, in a few words. */
export function lockoutWords(custody: CustodyResult): string {
  const { smallestLockouts, searchedUpTo } = custody;
  const [fatal] = fatalLosses(custody);
  const [smallest] = smallestLockouts;
  if (smallest?.length === 0) return 'nobody gets in even now';
  if (fatal) return `nobody gets in without ${fatal.kind === 'manager' ? 'everybody under' : fatal.kind} ${fatal.name}`;
  if (!smallest) return `no loss of up to ${plural(searchedUpTo, 'person', 'people')} locks everybody out`;
  return `nobody gets in once ${plural(smallest.length, 'person is', 'people are')} lost: ${listWords(smallest)}`;
}
