/** Laws about patterns of actions and resources. */
import type { PolicyStatement } from '../../../iam/index.js';
import { mapOnePolicy, statementsOf, withStatements } from '../random/walk.js';
import { among, same } from './law.js';
import type { Asked, Law } from './law.js';

/** The pattern with a `*` or `?` in place of a part of it, from `first` on. */
function wider(pattern: string, first: number, pick: number): string {
  const cut = first + (pick % Math.max(1, pattern.length - first));
  return pick % 2 === 0
    ? `${pattern.slice(0, cut)}*${pattern.slice(cut + (pick % 5))}`
    : pattern.slice(0, cut) + (pattern.length > cut ? '?' : '*') + pattern.slice(cut + 1);
}

/** Widens one statement's actions or resources. */
function widened(statement: PolicyStatement, pick: number): PolicyStatement {
  const { Action, Resource } = statement;
  // `?` would take the place of a wildcard that matches more; patterns with variables are looked up first.
  const plain = (pattern: string): boolean => !/[*?$]/.test(pattern);
  if (pick % 3 !== 0 && Action !== undefined)
    return {
      ...statement,
      Action: [Action].flat().map((one) => (plain(one) ? wider(one, one.indexOf(':') + 1, pick) : one)),
    };
  if (Resource === undefined) return statement;
  return {
    ...statement,
    Resource: [Resource].flat().map((one) => {
      // The type of an IAM resource must be spelled out, so that widening begins after it.
      const start = one.startsWith('arn:aws:iam:')
        ? one.indexOf('/') + 1
        : one.split(':').slice(0, 5).join(':').length + 1;
      return plain(one) && start > 1 && start < one.length ? wider(one, start, pick) : one;
    }),
  };
}

function widenOne({ policies, pick, decide }: Asked, effect: 'Allow' | 'Deny'): string {
  return decide(
    mapOnePolicy(policies, pick, (policy) =>
      withStatements(
        policy,
        statementsOf(policy).map((statement) => (statement.Effect === effect ? widened(statement, pick) : statement)),
      ),
    ),
  );
}

export const wildcards: readonly Law[] = [
  {
    title: 'wildcards in place of what they stand for never lose a match of an Allow',
    check: (asked) => {
      const after = widenOne(asked, 'Allow');
      return asked.before.decision === 'implicitDeny'
        ? among(after, 'implicitDeny', 'allow')
        : same(after, asked.before.decision);
    },
  },
  {
    title: 'wildcards in place of what they stand for never lose a match of a Deny',
    check: (asked) => among(widenOne(asked, 'Deny'), asked.before.decision, 'explicitDeny'),
  },
  {
    title: 'an action that is listed in NotAction is left out, every other is not',
    check: ({ evaluate, request }) => {
      const asked = {
        ...request,
        principal: 'arn:aws:iam::1:user/u',
        resource: '*',
        resourceAccount: '1',
        context: {},
      };
      const decide = (NotAction: string, Effect: 'Allow' | 'Deny'): string => {
        const statement: PolicyStatement = { Effect, NotAction, Resource: '*' };
        const Statement: PolicyStatement[] =
          Effect === 'Deny' ? [{ Effect: 'Allow', Action: '*', Resource: '*' }, statement] : [statement];
        return evaluate(asked, { identity: [{ name: 'p', document: { Statement } }], scpsByLevel: [] }).decision;
      };
      if (/^(sts:Get|kms:|sts:Assume|sts:TagSession|sts:SetSource)/.test(request.action)) return 'silent';
      const got = [
        decide(request.action, 'Allow'),
        decide('x:Y', 'Allow'),
        decide(request.action, 'Deny'),
        decide('x:Y', 'Deny'),
      ];
      return same(got.join(' '), 'implicitDeny allow allow explicitDeny');
    },
  },
];
