/** Laws about what more or fewer statements, documents and levels can do. */
import type { ApplicablePolicies, Policy, PolicyStatement } from '../../../iam/index.js';
import {
  mapOnePolicy,
  mapPolicies,
  mapStatements,
  namesPrincipals,
  statementsOf,
  without,
  withStatements,
} from '../random/walk.js';
import type { Place } from '../random/walk.js';
import { among, decisionOfAws, isBoundByRcps, isBoundByScps, same } from './law.js';
import type { Asked, Law } from './law.js';

const SILENT: Policy = { name: 'silent', document: { Version: '2012-10-17', Statement: [] } };

function grown({ policies, pick, extra }: Asked, Effect: 'Allow' | 'Deny'): ApplicablePolicies {
  return mapOnePolicy(policies, pick, (policy, place) =>
    withStatements(policy, [
      ...statementsOf(policy),
      { ...(namesPrincipals(place) ? extra.named : extra.unnamed), Effect },
    ]),
  );
}

/** A statement about everybody and everything, in the form of the place. */
function everything(Effect: 'Allow' | 'Deny', place: Place): PolicyStatement {
  return {
    Effect,
    Action: '*',
    ...(namesPrincipals(place) ? { Principal: '*' } : {}),
    ...(place === 'trust' ? {} : { Resource: '*' }),
  };
}

const isConsulted = (asked: Asked, place: Place): boolean =>
  place === 'scp' ? isBoundByScps(asked) : place === 'rcp' ? isBoundByRcps(asked) : true;

export const growth: readonly Law[] = [
  {
    title: 'adding a Deny changes nothing or makes an explicit denial',
    check: (asked) => among(asked.decide(grown(asked, 'Deny')), asked.before.decision, 'explicitDeny'),
  },
  {
    title: 'adding an Allow never turns an allow into a denial, nor ends an explicit denial',
    check: (asked) => {
      const after = asked.decide(grown(asked, 'Allow'));
      return asked.before.decision === 'implicitDeny'
        ? among(after, 'implicitDeny', 'allow')
        : same(after, asked.before.decision);
    },
  },
  {
    title: 'a Deny of everything denies wherever it stands, if the document binds the caller and policies decide',
    check: (asked) => {
      let place: Place | undefined;
      const more = mapOnePolicy(asked.policies, asked.pick, (policy, where) => {
        place = where;
        return withStatements(policy, [...statementsOf(policy), everything('Deny', where)]);
      });
      if (place === undefined) return 'silent';
      const decides = isConsulted(asked, place) && decisionOfAws(asked) === undefined;
      return same(asked.decide(more), decides ? 'explicitDeny' : asked.before.decision);
    },
  },
  {
    title: 'removing every Deny changes nothing but an explicit denial, and leaves none',
    check: (asked) => {
      const after = asked.decide(
        mapStatements(asked.policies, (statement) => (statement.Effect === 'Deny' ? [] : statement)),
      );
      return asked.before.decision === 'explicitDeny'
        ? among(after, 'allow', 'implicitDeny')
        : same(after, asked.before.decision);
    },
  },
  {
    title: 'removing every Allow leaves nothing allowed but what AWS grants by itself',
    check: (asked) => {
      if (decisionOfAws(asked) !== undefined || asked.caller.principal.endsWith(':root')) return 'silent';
      const after = asked.decide(
        mapStatements(asked.policies, (statement) => (statement.Effect === 'Allow' ? [] : statement)),
      );
      return same(after, asked.before.decision === 'explicitDeny' ? 'explicitDeny' : 'implicitDeny');
    },
  },
  {
    title: 'removing a level of SCPs never turns an allow into a denial',
    check: ({ before, decide, policies, pick }) => {
      if (before.decision !== 'allow' || policies.scpsByLevel.length === 0) return 'silent';
      return same(
        decide({ ...policies, scpsByLevel: policies.scpsByLevel.toSpliced(pick % policies.scpsByLevel.length, 1) }),
        'allow',
      );
    },
  },
  {
    title: 'a level of SCPs without an Allow lets nobody pass whom SCPs bind, and changes nothing for others',
    check: (asked) => {
      const { scpsByLevel } = asked.policies;
      const levels = scpsByLevel.toSpliced(asked.pick % (scpsByLevel.length + 1), 0, [SILENT]);
      const passes =
        !isBoundByScps(asked) || decisionOfAws(asked) !== undefined || asked.before.decision === 'explicitDeny';
      return same(
        asked.decide({ ...asked.policies, scpsByLevel: levels }),
        passes ? asked.before.decision : 'implicitDeny',
      );
    },
  },
  {
    title: 'a boundary and a session policy only take away',
    check: ({ before, decide, policies, caller }) => {
      if (before.decision !== 'allow' || (!policies.boundary && !policies.session)) return 'silent';
      // A federated user has no permissions without a session policy.
      const isFederated = caller.principal.includes(':federated-user/');
      return same(
        decide(isFederated ? without(policies, 'boundary') : without(policies, 'boundary', 'session')),
        'allow',
      );
    },
  },
  {
    title: 'where every document allows everything and none denies, policies deny nothing',
    check: (asked) => {
      const { target, caller, request } = asked;
      const isForeign = caller.account !== request.resourceAccount;
      if (
        decisionOfAws(asked) !== undefined ||
        (target.side === 'none' && isForeign && target.action !== 'sts:AssumeRoot')
      )
        return 'silent';
      return same(asked.decide(everythingAllowed(asked)), 'allow');
    },
  },
];

function everythingAllowed({ policies, caller, target }: Asked): ApplicablePolicies {
  const open = (place: Place): Policy => ({
    name: 'open',
    document: { Version: '2012-10-17', Statement: everything('Allow', place) },
  });
  const opened = mapPolicies(policies, (_, place) => (place === 'rcp' ? [] : open(place)));
  return {
    ...opened,
    scpsByLevel: opened.scpsByLevel.map(() => [open('scp')]),
    ...(target.side === 'trust'
      ? { trust: open('trust') }
      : target.side === 'none'
        ? {}
        : { resource: open('resource') }),
    ...(caller.principal.includes(':federated-user/') ? { session: [open('session')] } : {}),
  };
}
