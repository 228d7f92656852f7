/** Whom does each guardrail stop, in each account? */
import { guardrailReads, identityReads } from '../../../aws/snapshot/calls.js';
import { CHANGE_CONTROL, EMERGENCY_ACCESS, LEAST_PRIVILEGE } from '../../causes/catalogue-entry.js';
import { asReader, ordinarySignIn } from '../../drill/planned-calls.js';
import { defineQuestion } from '../question.js';
import { administratorRoles, readRoleFacts } from './administrators.js';
import { explainGuardrailCell } from './explain.js';
import { judgeGuardrails, listUndeclared } from './judge.js';
import { planGuardrailWork } from './planned.js';
import { playGuardrails } from './test-answers.js';
import { readGuardrailsAsReader } from './read.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.guardrails()`: those that should let break glass through do. */
      yield: { toBreakGlass: Promise<void> };
      /** About `drill.guardrails()`: those that should bind break glass do; all of them bind others. */
      bind: { breakGlass: Promise<void>; everybodyElse: Promise<void> };
      /** About `drill.guardrails()`: what no call may test. */
      decide: { byEvaluation: Promise<void> };
      /** About `drill.guardrails()`: the break-glass role may change them, from the management account, and no ordinary administrator. */
      edited: { byBreakGlassAlone: Promise<void> };
    }
  }
}

const CONTROLS: Readonly<Record<string, readonly string[]>> = {
  'yield toBreakGlass': EMERGENCY_ACCESS,
  'edited byBreakGlassAlone': CHANGE_CONTROL,
};

export const guardrails = defineQuestion({
  id: 'guardrails',
  methods: {
    guardrails: {
      words: [
        'yield toBreakGlass',
        'bind breakGlass',
        'bind everybodyElse',
        'decide byEvaluation',
        'edited byBreakGlassAlone',
      ],
    },
  },
  decidedFrom: () => 'guardrails',
  controls: ({ word }) => CONTROLS[word] ?? LEAST_PRIVILEGE,
  preparation: (file) => {
    const administrator = `permission-set/${file.controls.federatedAdministrator.permissionSet}`;
    const own = ['sts:GetCallerIdentity', 'iam:GetRole'].map((call) => ({
      call,
      as: administrator,
      from: 'any' as const,
    }));
    return [...ordinarySignIn, ...asReader(file, [...guardrailReads, ...identityReads]), ...own];
  },
  explain: (context, once, cell) => explainGuardrailCell(context, once, cell),
  learn: async (context) => {
    const read = await readGuardrailsAsReader(context);
    const reached = context.inventory.inScope.filter(({ id }) => read.some((guardrail) => guardrail.reaches.has(id)));
    return {
      guardrails: read,
      reached,
      administrators: await administratorRoles(context, reached),
      roles: await readRoleFacts(context, reached, read),
    };
  },
  plan: ({ context }, facts) => planGuardrailWork(context, facts),
  ask: (asking, facts) => asking.onceAScenario('tests', () => playGuardrails(asking, facts)),
  judge: ({ word }, cells, _asking, { guardrails: read }) => ({
    verdict: listUndeclared(judgeGuardrails(word, cells), word, read, cells),
  }),
});
