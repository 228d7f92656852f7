/** What each check needs of a target: one table. What a target lacks by its nature is not applicable there, and said so. */
import type { ControlId } from '../questions/refusal/controls.js';
import type { SubjectId } from '../questions/readiness/inspect.js';
import type { Question } from '../engine/drill.js';
import type { Verdict } from '../drill/verdict.js';
import type { DocumentPart, Target } from '../drill/target.js';

/** What a question is about, where its kind does not say it. */
export type About = ControlId | SubjectId | 'every-use' | '';

interface Need {
  kind: Question['kind'];
  about?: About;
  /** Without it the check is not applicable. */
  needs: string;
}

/** Capability of a target that enforces all that AWS does; of another the configuration is read, and our evaluator decides. */
export const DECIDES_ITSELF = 'decides itself';

/** Checks that a target must have something for. Every other check is decided from what was read, where nothing is enforced. */
const TABLE: readonly Need[] = [
  { kind: 'federation', needs: 'has Identity Center' },
  { kind: 'attackers', needs: 'has Identity Center' },
  { kind: 'control', about: 'federated-administrator', needs: 'has Identity Center' },
  { kind: 'inspection', about: 'identity-center', needs: 'has Identity Center' },
  { kind: 'control', about: 'outsider', needs: 'has accounts outside the organization' },
  // Where our evaluator decides, no call of the drill reaches a trail of the target, nor would one of anybody else be looked for there.
  { kind: 'alarms', about: 'every-use', needs: DECIDES_ITSELF },
];

/** What checks are decided from, besides what accounts hold: each is read where there is something to read, and declared elsewhere. */
const DECIDED_FROM: readonly { kind: Question['kind']; about?: About; part: DocumentPart }[] = [
  { kind: 'guardrails', part: 'guardrails' },
  { kind: 'inspection', about: 'guardrails', part: 'guardrails' },
  { kind: 'inspection', about: 'organization', part: 'guardrails' },
  { kind: 'control', about: 'federated-administrator', part: 'Identity Center' },
  { kind: 'inspection', about: 'identity-center', part: 'Identity Center' },
  { kind: 'federation', part: 'identity provider' },
  { kind: 'attackers', part: 'identity provider' },
  { kind: 'inspection', about: 'monitoring', part: 'subscriptions' },
  { kind: 'alarms', part: 'subscriptions' },
];

/** The verdict of a check that the target cannot be asked, with the answer that showed it; `undefined` if it can. */
export function notApplicable(
  { capabilities, answers = [] }: Target,
  kind: Question['kind'],
  about: About,
): Verdict | undefined {
  const lacking = TABLE.find(
    (need) => need.kind === kind && (need.about ?? about) === about && capabilities[need.needs] === false,
  );
  if (!lacking) return undefined;
  const shown = answers.find(({ capability }) => capability === lacking.needs);
  const why = shown ? ` (${shown.asked}: ${shown.answer})` : '';
  return {
    outcome: 'not applicable',
    evidence: 'declared',
    summary: 'not applicable on this target',
    reason: `this target lacks what it takes: "${lacking.needs}"${why}`,
  };
}

/** The verdict with the evidence that it has on this target: where it does not decide itself, our own evaluator did, partly from the document. */
export function weighed(
  { evidence, declared }: Target,
  kind: Question['kind'],
  about: About,
  verdict: Verdict,
): Verdict {
  if (evidence === undefined || (verdict.evidence !== 'observed' && verdict.evidence !== 'evaluated')) return verdict;
  const fromDocument = DECIDED_FROM.some(
    (one) => one.kind === kind && (one.about ?? about) === about && declared?.has(one.part) === true,
  );
  return { ...verdict, evidence: fromDocument ? 'declared' : evidence };
}

/** What there must be for a part to be read. */
const READABLE: Readonly<Record<DocumentPart, readonly string[]>> = {
  guardrails: ['has Organizations'],
  'Identity Center': ['has Identity Center'],
  'identity provider': [],
  subscriptions: ['shows pending subscriptions'],
};

/** Rows of the table for the documentation: check, capability. */
export function capabilityTable(): { check: string; needs: string; otherwise: string }[] {
  const check = ({ kind, about }: { kind: Question['kind']; about?: About }): string =>
    about === undefined ? kind : `${kind}: ${about}`;
  return [
    ...TABLE.map((need) => ({ check: check(need), needs: need.needs, otherwise: 'not applicable' })),
    ...DECIDED_FROM.map((one) => ({
      check: check(one),
      needs: [DECIDES_ITSELF, ...READABLE[one.part]].join(', or '),
      otherwise: 'decided from the document (declared)',
    })),
  ];
}
