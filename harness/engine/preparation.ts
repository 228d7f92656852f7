/** The preparation list: every call that may be made to plan a drill, from the drill file, its target, questions and premises alone. */
import type { CallRule } from '../../aws/allowed.js';
import { identityCenterReads, identityReads, monitoringReads, treeReads } from '../../aws/snapshot/calls.js';
import type { PreparationList } from '../../reports/preparation.js';
import type { DrillFile } from '../configuration/drill-file.js';
import { asReader, ordinarySignIn } from '../drill/planned-calls.js';
import type { DeclaredCalls } from '../drill/planned-calls.js';
import { administratorSetIn } from '../drill/principals.js';
import { administrationOf } from '../targets/administration.js';
import type { TargetChoice } from '../targets/choice.js';
import { questionsAsked } from './plan.js';
import type { RehearsedScenario } from './plan.js';

/** What may be called for these scenarios on this target. */
export function preparationOf(
  file: DrillFile,
  target: TargetChoice,
  scenarios: readonly RehearsedScenario[],
): DeclaredCalls[] {
  const premises = scenarios.flatMap(({ premises: own }) => own);
  return [
    ...administrationOf(target),
    {
      why: 'to find the accounts, the break-glass users and what watches them',
      calls: [
        ...ordinarySignIn,
        ...asReader(file, [
          ...treeReads,
          ...identityReads,
          ...identityCenterReads,
          ...(file.monitoring ? monitoringReads : []),
        ]),
      ],
    },
    {
      why: 'to sign the controls in, and to see that their own policies would let them hop',
      calls: controlCalls(file),
    },
    ...questionsAsked(scenarios).map((question) => ({
      why: `to ask about ${question.id}`,
      calls: question.preparation(file),
    })),
    ...premises.map((premise) => ({
      why: `to make sure that it is over: ${premise.title}`,
      calls: premise.preparation(file),
    })),
  ];
}

function controlCalls(file: DrillFile): CallRule[] {
  const { ordinaryUser, outsider } = file.controls;
  const administrator = `permission-set/${administratorSetIn(file, true)}`;
  const rules = (as: string, calls: readonly string[]): CallRule[] => calls.map((call) => ({ call, as, from: 'any' }));
  return [
    ...rules(administrator, ['sts:GetCallerIdentity', 'iam:GetRole', 'iam:SimulatePrincipalPolicy']),
    ...[ordinaryUser.user, outsider.user].flatMap((user) =>
      rules(`user/${user}`, ['sts:GetSessionToken', 'sts:GetCallerIdentity', 'iam:SimulatePrincipalPolicy']),
    ),
    ...asReader(file, ['iam:SimulatePrincipalPolicy']),
  ];
}

/** The list as it is written: each call once, with everything that it is for. */
export function preparationList(drill: PreparationList['drill'], prepared: readonly DeclaredCalls[]): PreparationList {
  const calls = new Map<string, PreparationList['calls'][number]>();
  for (const { why, calls: rules } of prepared) {
    for (const { call, as, from, into } of rules) {
      const key = JSON.stringify([call, as, from, into]);
      const known = calls.get(key) ?? {
        call,
        as,
        from: spelt(from),
        ...(into === undefined ? {} : { into: spelt(into) }),
        why: [],
      };
      if (!known.why.includes(why)) known.why.push(why);
      calls.set(key, known);
    }
  }
  return { schema: 'breakglass-drill/preparation/1', drill, calls: [...calls.values()] };
}

function spelt(accounts: CallRule['from']): 'any' | string[] {
  return accounts === 'any' ? accounts : [...accounts];
}
