/** Whom a statement of a guardrail spares: its conditions about the principal, apart from everything else. Pure. */
import { evaluate } from '../../iam/index.js';
import type { PolicyDocument, PolicyStatement } from '../../iam/index.js';

/** Who meets a guardrail: a role, by its ARN, and the tags that it has. */
export interface GuardedRole {
  arn: string;
  tags: Readonly<Record<string, string>>;
}

type Keep = (operator: string, key: string) => boolean;

/** Exemptions are negated conditions about the principal: ArnNotLike, StringNotEquals and the like. */
const isExemption: Keep = (operator, key) => /Not/.test(operator) && /^aws:(principal|userid|username)/i.test(key);

/** Role sessions carry no MFA code, so a Deny that asks for one is about the principal too. */
const isAboutPrincipal: Keep = (_operator, key) => /^aws:(principal|userid|username|multifactorauth)/i.test(key);

/** The document without its exemptions: what it is about, whoever it exempts. */
export function withoutExemptions(document: PolicyDocument): PolicyDocument {
  return {
    ...document,
    Statement: [document.Statement]
      .flat()
      .map((statement) => withConditions(statement, (operator, key) => !isExemption(operator, key))),
  };
}

/** Whether a Deny means this role, whatever is done and wherever: only its conditions about the principal are looked at. */
export function meansRole(statement: PolicyStatement, role: GuardedRole): boolean {
  return denies(withConditions(statement, isAboutPrincipal), role);
}

/** Whether the exemptions of a Deny spare this role. A Deny for the root user alone spares nobody: it has no exemption. */
export function sparesRole(statement: PolicyStatement, role: GuardedRole): boolean {
  return !denies(withConditions(statement, isExemption), role);
}

function withConditions(statement: PolicyStatement, keep: Keep): PolicyStatement {
  const conditions = Object.entries(statement.Condition ?? {}).map(
    ([operator, keys]) =>
      [operator, Object.fromEntries(Object.entries(keys).filter(([key]) => keep(operator, key)))] as const,
  );
  return { ...statement, Condition: Object.fromEntries(conditions.filter(([, keys]) => Object.keys(keys).length > 0)) };
}

function denies({ Condition: condition }: PolicyStatement, { arn, tags }: GuardedRole): boolean {
  const [, partition = 'aws', , , account = '', resource = ''] = arn.split(':');
  const statement: PolicyStatement = {
    Effect: 'Deny',
    Action: '*',
    Resource: '*',
    ...(condition ? { Condition: condition } : {}),
  };
  const decided = evaluate(
    {
      principal: `arn:${partition}:sts::${account}:assumed-role/${resource.split('/').at(-1) ?? ''}/x`,
      action: 'iam:GetAccountSummary',
      resource: '*',
      resourceAccount: account,
      context: {
        'aws:PrincipalArn': arn,
        'aws:PrincipalAccount': account,
        'aws:PrincipalType': 'AssumedRole',
        'aws:PrincipalIsAWSService': 'false',
        'aws:MultiFactorAuthPresent': 'false',
        ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value])),
      },
    },
    {
      identity: [EVERYTHING],
      scpsByLevel: [[EVERYTHING, { name: 'statement', document: { Version: '2012-10-17', Statement: statement } }]],
    },
  );
  return decided.decision === 'explicitDeny';
}

const EVERYTHING = {
  name: 'everything',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow' as const, Action: '*', Resource: '*' } },
};
