/** Exemptions that an ordinary administrator may come to fit, decided by the evaluator. Pure. */
import type { PolicyStatement } from '../../../iam/index.js';
import { exemptionsOf, sparesRole } from '../../causes/exemptions.js';
import type { Guarded } from '../../causes/guarded.js';
import type { Inspected } from '../../configuration/rule.js';
import { roleArnIn } from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';
import { administratorMay } from '../refusal/ordinary.js';

type Exemption = ReturnType<typeof exemptionsOf>[number];

/** Somebody who could be made, and the calls that would make one: any of them is enough. */
interface Candidate {
  who: Guarded;
  by: readonly { action: string; resource: string; context?: Record<string, string | readonly string[]> }[];
  words: string;
}

/**
 * What a statement exempts and an ordinary administrator may make for himself, in words; `undefined` for nothing. Each condition
 * exempts by itself: where a statement has two, either key is enough. The role's own ARN with a wildcard for the account is none.
 */
export function openExemption(
  inspected: Inspected,
  target: NamedAccount,
  statement: PolicyStatement,
): string | undefined {
  const own = roleArnIn(inspected, target.account.id);
  return exemptionsOf(statement)
    .flatMap((exemption) => candidatesOf(inspected, target, exemption))
    .find(
      ({ who, by }) =>
        who.arn !== own && sparesRole(statement, who) && by.some((asked) => administratorMay(inspected, target, asked)),
    )?.words;
}

function candidatesOf(inspected: Inspected, target: NamedAccount, exemption: Exemption): Candidate[] {
  const key = exemption.key.toLowerCase();
  if (key === 'aws:principalarn') return byArn(target, exemption);
  if (key.startsWith('aws:principaltag/')) return byTag(inspected, target, exemption);
  if (key === 'aws:username') return byUserName(inspected, target, exemption);
  if (key === 'aws:userid' || key === 'aws:sourceidentity') return bySession(inspected, target, exemption);
  return [];
}

/** Only services of AWS make roles below these paths (IAM user guide, "Service-linked roles"; IAM API reference, CreateRole). */
const RESERVED = /^aws-(service-role|reserved)\//;

/** Roles and users that a pattern fits: a letter or nothing for each wildcard. A pattern without one in the name fits nobody else. */
function byArn({ account }: NamedAccount, { value }: Exemption): Candidate[] {
  const [, head = '', kind = '', name = ''] = /^(.*):(role|user)\/(.*)$/s.exec(value) ?? [];
  if (!/[*?]/.test(name) || RESERVED.test(name)) return [];
  const inAccount = head.replace(/[^:]*$/, account.id).replaceAll('*', 'aws');
  return ['x', ''].map((filling) => {
    const arn = `${inAccount}:${kind}/${name.replaceAll('?', 'x').replaceAll('*', filling)}`;
    return {
      who: { arn, tags: {} },
      by: [{ action: kind === 'role' ? 'iam:CreateRole' : 'iam:CreateUser', resource: arn }],
      words: `${value}, and an ordinary administrator may create a ${kind} of such a name`,
    };
  });
}

/** Whoever may tag a role, or make one with tags, gives it this one (IAM user guide, "Tagging IAM resources"). */
function byTag(inspected: Inspected, { account }: NamedAccount, { operator, key, value }: Exemption): Candidate[] {
  const tag = key.slice('aws:PrincipalTag/'.length);
  const given = /^null$/i.test(operator) ? 'x' : value.replaceAll('*', 'x').replaceAll('?', 'x');
  const context = { [`aws:RequestTag/${tag}`]: given, 'aws:TagKeys': [tag] };
  const { partition } = inspected.snapshot.organization;
  return Object.entries(TAGGED).map(([what, actions]) => {
    const resource = `arn:${partition}:iam::${account.id}:${what === 'user' ? 'user' : 'role'}/drill-x`;
    return {
      who: { arn: resource, tags: { [tag]: given } },
      by: actions.map((action) => ({ action, resource, context })),
      words: `${operator} ${key} ${value}, and an ordinary administrator may give a ${what} that tag`,
    };
  });
}

/** Whoever may make a role may enter it with session tags, too (IAM user guide, "Passing session tags in AWS STS"). */
const TAGGED: Readonly<Record<string, readonly string[]>> = {
  role: ['iam:TagRole', 'iam:CreateRole'],
  user: ['iam:TagUser', 'iam:CreateUser'],
  session: ['sts:TagSession'],
};

/** A wildcard where a unique id has its own characters, not only its kind (IAM user guide, "Unique identifiers"). */
const ANY_ID = /^[^:*?]{0,8}[*?]/;

/**
 * Whoever enters a role says what the session is called, which is the second part of aws:userid, and may say which source identity
 * it has (STS API reference, AssumeRole). The first part of aws:userid is the id of one role or user, and no other has it.
 */
function bySession(inspected: Inspected, { account }: NamedAccount, { operator, key, value }: Exemption): Candidate[] {
  const chosen = value.replaceAll('*', 'x').replaceAll('?', 'x');
  const named = key.toLowerCase() === 'aws:userid';
  if (named && !ANY_ID.test(value)) return [];
  const resource = `arn:${inspected.snapshot.organization.partition}:iam::${account.id}:role/drill-x`;
  return [
    {
      who: { arn: resource, tags: {}, keys: { [named ? 'aws:userid' : 'aws:SourceIdentity']: chosen } },
      by: [
        {
          action: named ? 'sts:AssumeRole' : 'sts:SetSourceIdentity',
          resource,
          context: named ? {} : { 'sts:SourceIdentity': chosen },
        },
      ],
      words: `${operator} ${key} ${value}, and an ordinary administrator may ${named ? 'name a session so' : 'give a session that source identity'}`,
    },
  ];
}

function byUserName(inspected: Inspected, { account }: NamedAccount, { operator, key, value }: Exemption): Candidate[] {
  const name = value.replaceAll('*', 'x').replaceAll('?', 'x');
  const arn = `arn:${inspected.snapshot.organization.partition}:iam::${account.id}:user/${name}`;
  return [
    {
      who: { arn, tags: {} },
      by: [{ action: 'iam:CreateUser', resource: arn }],
      words: `${operator} ${key} ${value}, and an ordinary administrator may create a user of such a name`,
    },
  ];
}
