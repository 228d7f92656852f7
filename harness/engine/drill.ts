/** One drill as the scenarios see it: premises, and questions that assertions judge. */
import type { Finding } from '../../reports/result.js';
import { consoleOpen, playConsole } from '../questions/console/visits.js';
import type { DrillContext } from '../drill/context.js';
import { alarmsInTime, askAlarms, everyUseExplained, recordAlarms, unlessUnplayed } from '../questions/alarms/judge.js';
import type { AlarmQuestion } from '../questions/alarms/judge.js';
import type { ControlId } from '../questions/refusal/controls.js';
import { playGuardrails } from '../questions/guardrails/play-tests.js';
import { readGuardrailsAsReader } from '../questions/guardrails/read.js';
import type { Guardrail } from '../questions/guardrails/read.js';
import { once } from '../drill/once.js';
import type { Verdict } from '../drill/verdict.js';
import { inspect, subjects } from '../questions/readiness/inspect.js';
import type { SubjectId } from '../questions/readiness/inspect.js';
import { readInspected } from '../questions/readiness/read.js';
import type { Inspected } from '../configuration/rule.js';
import { askAttackers } from '../questions/federation/ask.js';
import { askPeople } from '../questions/people/ask.js';
import { everyAccountReached } from '../questions/access/judge.js';
import type { Cell } from '../drill/cell.js';
import { playControl, refusedEverywhere } from '../questions/refusal/attempts.js';
import { recordDelivered, withDelivery } from '../questions/alarms/delivered.js';
import { judgeGuardrails } from '../questions/guardrails/judge.js';
import { federationShut, trySigningIn } from '../questions/federation/ordinary-sign-in.js';
import { identitySystemAvoided, signedInAnew } from '../questions/access/independence.js';
import { createPremises } from './premises.js';
import type { Premise, Premises } from './premises.js';
import type { Recorder } from './recorder.js';
import { sweepBreakGlass } from '../questions/access/sweep.js';
import { notApplicable, weighed } from '../targets/table.js';
import type { About } from '../targets/table.js';
import type { UndoLedger } from './undo.js';

/** Something to ask, and the function that judges the answer. Assertions in scenarios are about questions. */
export interface Question {
  kind:
    | 'federation'
    | 'access'
    | 'console'
    | 'calls'
    | 'control'
    | 'guardrails'
    | 'people'
    | 'alarms'
    | 'inspection'
    | 'attackers';
  recorder: Recorder;
  /** Judges the answer; a question with several aspects is asked about one of them. */
  judge(aspect: string): Promise<Verdict>;
}

/** What a scenario's body is given. */
export interface Drill {
  /** Assumes a disaster. It begins before the scenario's first check and is taken back after its last. */
  given(premise: Premise): void;
  /** Can anybody sign in the ordinary way? */
  federation(): Question;
  /** Where do the break-glass users get in, and can they act there? */
  sweep(): Question;
  /** Can the break-glass users sign in to the console, and switch to the role there? */
  console(): Question;
  /** Which calls did the break-glass path make? */
  calls(): Question;
  /** Where does a control get in who must be refused? */
  attempts(control: ControlId): Question;
  /** Whom does each guardrail stop, in each account? */
  guardrails(): Question;
  /** Who can be lost, and who holds what? */
  people(): Question;
  /** What is wrong with the configuration, by the rules of one subject? */
  inspection(subject: SubjectId): Question;
  /** What can whoever owns the identity provider do, and can they be stopped? */
  attackers(): Question;
  /** Did its uses raise the alarms in time, and was there any use beside them? Asked `later`, when all scenarios were played. */
  alarms(): Question;
}

/** The same, with what only the frame around the body may do. */
export type ScenarioDrill = Drill & Pick<Premises, 'begin' | 'undo'>;

/** A running drill. */
export interface DrillRun {
  signal: AbortSignal;
  recorder: Recorder;
  scenario(id: string): ScenarioDrill;
  /** Every cell played so far, for the diagnosis. */
  cells(): readonly Cell[];
  /** The guardrails as they were read, if any scenario read them. */
  guardrails(): readonly Guardrail[];
  /** Findings that checks made themselves, beside those that the diagnosis makes of cells. */
  findings(): readonly { question: string; finding: Finding }[];
}

/** A drill over a prepared context. `stop` is called when something could not be undone: nothing more may be broken then. */
export function createDrillRun(
  context: DrillContext,
  recorder: Recorder,
  ledger: UndoLedger,
  stop: (reason: Error) => void,
): DrillRun {
  const cells: Cell[] = [];
  let guardrails: readonly Guardrail[] = [];
  const findings: { question: string; finding: Finding }[] = [];
  const shared: Shared = {
    recorder,
    ledger,
    stop,
    guardrails: once(async () => (guardrails = await readGuardrailsAsReader(context))),
    inspected: once(() => readInspected(context)),
    alarms: once(async () => {
      const inspected = await shared.inspected();
      const question = await askAlarms(context, inspected);
      if (question) shared.keep({ question: 'alarms', findings: recordAlarms(context, question, inspected) });
      return question;
    }),
    delivered: once(() => recordDelivered(context)),
    keep: (kept) => {
      cells.push(...(kept.cells ?? []));
      findings.push(...(kept.findings ?? []).map((finding) => ({ question: kept.question, finding })));
    },
  };
  return {
    signal: context.signal,
    recorder,
    cells: () => cells,
    guardrails: () => guardrails,
    findings: () => findings,
    scenario: (id) => scenarioDrill(id, context, shared),
  };
}

/** A verdict, and what it leaves for the diagnosis and the report. */
interface Answered {
  verdict: Verdict;
  cells?: readonly Cell[];
  findings: readonly Finding[];
}

/** What the scenarios of a drill share. */
interface Shared {
  recorder: Recorder;
  ledger: UndoLedger;
  stop(reason: Error): void;
  /** The guardrails of the organization, read once a drill. */
  guardrails(): Promise<readonly Guardrail[]>;
  /** The configuration as the rules see it, read once a drill. */
  inspected(): Promise<Inspected>;
  /** What arrived about every use, waited for once a drill. */
  alarms(): Promise<AlarmQuestion | undefined>;
  /** What the target itself delivered, waited for once a drill. */
  delivered(): Promise<Verdict | undefined>;
  /** Keeps what a scenario leaves for the diagnosis and the report. */
  keep(kept: { question: string; cells?: readonly Cell[]; findings?: readonly Finding[] }): void;
}

function scenarioDrill(
  id: string,
  context: DrillContext,
  { recorder, ledger, stop, guardrails, inspected, alarms, delivered, keep }: Shared,
): ScenarioDrill {
  const question = (kind: Question['kind'], judge: Question['judge'], about: About = ''): Question => ({
    kind,
    recorder,
    judge: async (aspect) => {
      const lacking = notApplicable(context.target, kind, about);
      // What could not be attempted raises no alarm.
      if (lacking && kind === 'attackers') unattempted = lacking;
      return lacking ?? weighed(context.target, kind, about, await judge(aspect));
    },
  });
  let unattempted: Verdict | undefined;
  const judgedByUse = async (judge: typeof alarmsInTime): Promise<Verdict> => {
    const asked = await alarms();
    return weighed(context.target, 'alarms', '', unlessUnplayed(judge(asked, id), asked, id, unattempted));
  };
  const inTime = async (): Promise<Verdict> => {
    const verdict = await judgedByUse(alarmsInTime);
    if (verdict.outcome === 'not applicable') return verdict;
    return answered('alarms', withDelivery(context, await delivered(), verdict, id));
  };
  const explained = async (): Promise<Verdict> => {
    const verdict = await judgedByUse(everyUseExplained);
    // What was found all the same stays found.
    return verdict.outcome === 'broken' ? verdict : (notApplicable(context.target, 'alarms', 'every-use') ?? verdict);
  };
  const answered = async (asked: string, answer: Answered | Promise<Answered>): Promise<Verdict> => {
    const { verdict, ...left } = await answer;
    keep({ question: asked, ...left });
    return verdict;
  };
  const kept = async (play: Promise<Cell[]>): Promise<Cell[]> => {
    const cells = await play;
    keep({ question: '', cells });
    return cells;
  };
  const sweepOnce = once(() => kept(sweepBreakGlass(context, id)));
  const guardrailsOnce = once(async () => kept(playGuardrails(context, id, await guardrails())));
  const premises = createPremises(id, context, ledger, stop);
  const askedPeople = askPeople(context, id, premises);
  const askedAttackers = askAttackers(context, id, ledger, inspected);
  return {
    ...premises,
    federation: () => question('federation', async () => federationShut(await trySigningIn(context))),
    sweep: () => question('access', async () => everyAccountReached(await sweepOnce())),
    console: () =>
      question('console', async () => {
        const outcome = await playConsole(context, id);
        keep({ question: 'console', cells: outcome?.cells ?? [] });
        return consoleOpen(outcome);
      }),
    calls: () =>
      question('calls', async (aspect) => {
        const cells = await sweepOnce();
        const calls = context.calls.onPath(id);
        return aspect === 'avoid earlierSessions' ? signedInAnew(calls, cells) : identitySystemAvoided(calls);
      }),
    attempts: (control) =>
      question(
        'control',
        async () => refusedEverywhere(await kept(playControl(context, id, control, await sweepOnce()))),
        control,
      ),
    people: () => question('people', (aspect) => answered('people', askedPeople(aspect))),
    inspection: (subject) =>
      question(
        'inspection',
        () =>
          answered(
            'readiness',
            inspected().then((read) => inspect(subjects[subject], read, id)),
          ),
        subject,
      ),
    attackers: () =>
      question('attackers', (aspect) =>
        answered(
          'federation',
          askedAttackers(aspect === 'weighed' || aspect === 'contained' ? `be ${aspect}` : aspect),
        ),
      ),
    alarms: () => ({
      kind: 'alarms',
      recorder,
      judge: async (aspect) => (aspect === 'explain everyUse' ? explained() : inTime()),
    }),
    guardrails: () => question('guardrails', async (aspect) => judgeGuardrails(aspect, await guardrailsOnce())),
  };
}
