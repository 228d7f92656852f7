/** One drill as the scenarios see it: premises, and questions that assertions judge. */
import type { Finding } from '../reports/result.js';
import type { DrillContext } from './context.js';
import type { ControlId } from './controls.js';
import { playGuardrails } from './guardrails/play.js';
import type { GuardrailPlay } from './guardrails/play.js';
import type { Guardrail } from './guardrails/read.js';
import type { Verdict } from './outcome.js';
import { askPeople } from './people/ask.js';
import { everyAccountReached } from './probes/access.js';
import type { Cell } from './probes/cell.js';
import { playControl, refusedEverywhere } from './probes/control.js';
import { judgeGuardrails } from './probes/guardrails.js';
import { federationShut, trySigningIn } from './probes/federation.js';
import { identitySystemAvoided } from './probes/independence.js';
import { createPremises } from './premises.js';
import type { Premise, Premises } from './premises.js';
import type { Recorder } from './recorder.js';
import { sweepBreakGlass } from './sweep/break-glass.js';
import type { UndoLedger } from './undo.js';

/** Something to ask, and the function that judges the answer. Assertions in scenarios are about questions. */
export interface Question {
  kind: 'federation' | 'access' | 'calls' | 'control' | 'guardrails' | 'people';
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
  /** Which calls did the break-glass path make? */
  calls(): Question;
  /** Where does a control get in who must be refused? */
  attempts(control: ControlId): Question;
  /** Whom does each guardrail stop, in each account? */
  guardrails(): Question;
  /** Who can be lost, and who holds what? */
  people(): Question;
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
  findings(): readonly Finding[];
}

/** A drill over a prepared context. `stop` is called when something could not be undone: nothing more may be broken then. */
export function createDrillRun(context: DrillContext, recorder: Recorder, ledger: UndoLedger, stop: (reason: Error) => void): DrillRun {
  const cells: Cell[] = [];
  let guardrails: readonly Guardrail[] = [];
  const findings: Finding[] = [];
  return {
    signal: context.signal,
    recorder,
    cells: () => cells,
    guardrails: () => guardrails,
    findings: () => findings,
    scenario: (id) =>
      scenarioDrill(id, context, recorder, ledger, stop, (kept) => {
        cells.push(...(kept.cells ?? []));
        findings.push(...(kept.findings ?? []));
        guardrails = kept.guardrails ?? guardrails;
      }),
  };
}

/** What a scenario leaves for the diagnosis and the report. */
interface Kept {
  cells?: readonly Cell[];
  guardrails?: readonly Guardrail[];
  findings?: readonly Finding[];
}

function scenarioDrill(
  id: string,
  context: DrillContext,
  recorder: Recorder,
  ledger: UndoLedger,
  stop: (reason: Error) => void,
  keep: (kept: Kept) => void,
): ScenarioDrill {
  let sweep: Promise<Cell[]> | undefined;
  const question = (kind: Question['kind'], judge: Question['judge']): Question => ({ kind, recorder, judge });
  const sweepOnce = (): Promise<Cell[]> => {
    sweep ??= sweepBreakGlass(context, id).then((cells) => {
      keep({ cells });
      return cells;
    });
    return sweep;
  };
  let guardrails: Promise<GuardrailPlay> | undefined;
  const guardrailsOnce = (): Promise<GuardrailPlay> => {
    guardrails ??= playGuardrails(context, id).then((play) => {
      keep(play);
      return play;
    });
    return guardrails;
  };
  const premises = createPremises(id, context, ledger, stop);
  const askedPeople = askPeople(context, id, premises);
  return {
    ...premises,
    federation: () => question('federation', async () => federationShut(await trySigningIn(context))),
    sweep: () => question('access', async () => everyAccountReached(await sweepOnce())),
    calls: () =>
      question('calls', async () => {
        await sweepOnce();
        return identitySystemAvoided(context.calls.onPath(id));
      }),
    attempts: (control) =>
      question('control', async () => {
        const played = await playControl(context, id, control, await sweepOnce());
        keep({ cells: played });
        return refusedEverywhere(played);
      }),
    people: () =>
      question('people', async (aspect) => {
        const answer = await askedPeople(aspect);
        keep(answer);
        return answer.verdict;
      }),
    guardrails: () => question('guardrails', async (aspect) => judgeGuardrails(aspect, (await guardrailsOnce()).cells)),
  };
}
