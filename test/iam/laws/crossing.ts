/** Laws about requests that cross from one account into another. */
import type { ApplicablePolicies, Policy } from '../../../iam/index.js';
import { without } from '../random/walk.js';
import { decisionOfAws, same } from './law.js';
import type { Asked, Law } from './law.js';

const everything = { Effect: 'Allow', Action: '*', Resource: '*' } as const;
const FULL: Policy = { name: 'full', document: { Version: '2012-10-17', Statement: everything } };

/** What the caller's account says: the same call inside that account, which the resource leaves to it. */
function callerSide({ policies, caller, target, request, decide }: Asked): string {
  const delegates: Policy = {
    name: 'delegates',
    document: {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: caller.account }, Action: '*' },
    },
  };
  const alone = without(policies, 'trust', 'resource', 'rcpsByLevel');
  return decide(target.side === 'trust' ? { ...alone, trust: delegates } : alone, {
    ...request,
    resourceAccount: caller.account,
  });
}

/** What the resource's account says to a caller whose own account allows everything. */
function resourceSide({ policies, caller, decide }: Asked): string {
  const isFederated = caller.principal.includes(':federated-user/');
  const { trust, resource, rcpsByLevel, boundary, session } = policies;
  const side: ApplicablePolicies = {
    identity: [FULL],
    scpsByLevel: [],
    ...(trust ? { trust } : {}),
    ...(resource ? { resource } : {}),
    ...(rcpsByLevel ? { rcpsByLevel } : {}),
    ...(boundary ? { boundary: FULL } : {}),
    ...(session || isFederated ? { session: [FULL] } : {}),
  };
  return decide(side);
}

export const crossing: readonly Law[] = [
  {
    title: 'a call from one account into another is allowed exactly if both sides allow it',
    check: (asked) => {
      const { caller, request, target, before } = asked;
      if (caller.account === '' || caller.account === request.resourceAccount) return 'silent';
      if (target.side === 'none' || decisionOfAws(asked) !== undefined) return 'silent';
      const sides = [callerSide(asked), resourceSide(asked)];
      const expected = ['explicitDeny', 'implicitDeny'].find((denial) => sides.includes(denial)) ?? 'allow';
      return same(before.decision, expected);
    },
  },
  {
    title: 'without a policy of the resource nobody gets in from another account',
    check: (asked) => {
      const { caller, request, target, before, decide, policies } = asked;
      if (caller.account === request.resourceAccount || target.side === 'none' || decisionOfAws(asked) !== undefined)
        return 'silent';
      if (before.decision === 'explicitDeny') return 'silent';
      return same(decide(without(policies, 'trust', 'resource')), 'implicitDeny');
    },
  },
  {
    title: 'what is allowed across accounts is allowed within one',
    check: ({ caller, request, before, decide, policies }) => {
      if (caller.account === '' || caller.account === request.resourceAccount || before.decision !== 'allow')
        return 'silent';
      return same(decide(policies, { ...request, resourceAccount: caller.account }), 'allow');
    },
  },
];
