/** Which statements of a trust policy decide about a hop, and by which of their conditions. Pure. */
import { evaluate } from '../../iam/index.js';
import type { Explanation } from './explanation.js';
import type { LabelledStatement } from './access.js';

/** A hop as a trust policy sees it. */
export interface TrustedHop {
  principal: string;
  principalId: string;
  roleArn: string;
  context: Readonly<Record<string, string | readonly string[]>>;
}

/** A condition that decided. */
export interface DecidingCondition {
  operator: string;
  key: string;
  values: readonly string[];
}

/** A statement that denies a hop, or would admit it if its conditions were met. */
export interface Deciding {
  label: string;
  effect: 'Allow' | 'Deny';
  conditions: readonly DecidingCondition[];
}

/** `undefined` for a hop that is admitted; what decides else, and nothing for a hop that no statement is about. */
export function whyRefused(trust: readonly LabelledStatement[], hop: TrustedHop): Deciding[] | undefined {
  return decidingAmong(trust, (statement) => matches(statement, hop));
}

/** Likewise of any policy of a resource, by whether a statement is about what is asked, whatever its effect. */
export function decidingAmong(
  statements: readonly LabelledStatement[],
  isAbout: (statement: Statement) => boolean,
): Deciding[] | undefined {
  const denying = statements.filter(({ statement }) => statement.Effect === 'Deny' && isAbout(statement));
  if (denying.length > 0)
    return denying.map(({ label, statement }) => ({ label, effect: 'Deny', conditions: conditionsOf(statement) }));
  const allowing = statements.filter(({ statement }) => statement.Effect === 'Allow');
  if (allowing.some(({ statement }) => isAbout(statement))) return undefined;
  return allowing
    .filter(({ statement }) => isAbout(withConditions(statement, [])))
    .map(({ label, statement }): Deciding => {
      const all = conditionsOf(statement);
      const unmet = all.filter((one) => !isAbout(withConditions(statement, [one])));
      return { label, effect: 'Allow', conditions: unmet.length > 0 ? unmet : all };
    });
}

/** The end of a sentence about a policy of a resource: the statements that decide. Nothing where none is about it. */
export function byStatements(deciding: readonly Deciding[]): string {
  const told = deciding.map(({ label, effect, conditions }) => {
    const where = conditions.length > 0 ? ` where ${conditionWords(conditions)}` : '';
    return `statement "${label}" ${effect === 'Deny' ? 'denies it' : 'allows it only'}${where}`;
  });
  return told.length > 0 ? `: ${[...new Set(told)].join('; ')}` : '';
}

/** The cause, if conditions decide: who hops makes no difference to its words, so that the same in many accounts is one finding. */
export function trustAsks(role: string, deciding: readonly Deciding[]): Explanation | undefined {
  const told = deciding.filter(({ conditions }) => conditions.length > 0);
  if (told.length === 0) return undefined;
  const statements = told.map(({ label, effect, conditions }) => {
    return `statement "${label}", ${effect === 'Deny' ? 'denies a hop' : 'admits a hop only'} where ${conditionWords(conditions)}`;
  });
  return { code: 'BG_TRUST_DENIED', cause: `the trust policy of ${role}, ${[...new Set(statements)].join('; ')}` };
}

type Statement = LabelledStatement['statement'];

/** Such as `StringEquals sts:ExternalId runbook-7 and Bool aws:SecureTransport true`. */
export function conditionWords(conditions: readonly DecidingCondition[]): string {
  return conditions.map(({ operator, key, values }) => `${operator} ${key} ${values.join(' or ')}`).join(' and ');
}

export function conditionsOf({ Condition: condition }: Statement): DecidingCondition[] {
  return Object.entries(condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key, values: [values].flat().map(String) })),
  );
}

export function withConditions(statement: Statement, conditions: readonly DecidingCondition[]): Statement {
  const { Condition: _all, ...rest } = statement;
  if (conditions.length === 0) return rest;
  return {
    ...rest,
    Condition: Object.fromEntries(conditions.map(({ operator, key, values }) => [operator, { [key]: [...values] }])),
  };
}

/** Whether a statement is about a hop, whatever its effect. */
function matches(statement: Statement, { roleArn, ...caller }: TrustedHop): boolean {
  const [, , , , account = ''] = roleArn.split(':');
  const allowing = { ...statement, Effect: 'Allow' as const };
  return (
    evaluate(
      { ...caller, action: 'sts:AssumeRole', resource: roleArn, resourceAccount: account },
      {
        identity: [EVERYTHING],
        trust: { name: 'trust policy', document: { Version: '2012-10-17', Statement: [allowing] } },
        scpsByLevel: [],
      },
    ).decision === 'allow'
  );
}

const EVERYTHING = {
  name: 'own policies',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } },
};
