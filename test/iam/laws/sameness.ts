/** Laws about what must make no difference. */
import type { AccessRequest, ApplicablePolicies, PolicyStatement, PrincipalElement } from '../../../iam/index.js';
import {
  inEveryList,
  mapPolicies,
  mapStatements,
  statementsOf,
  withContext,
  without,
  withStatements,
} from '../random/walk.js';
import { decisionOfAws, isBoundByRcps, same } from './law.js';
import type { Asked, Law, Verdict } from './law.js';

/** Other policies or another request, and the same decision. */
function unchanged(
  title: string,
  change: (asked: Asked) => { policies?: ApplicablePolicies; request?: AccessRequest },
): Law {
  const check = (asked: Asked): Verdict => {
    const { policies = asked.policies, request = asked.request } = change(asked);
    return same(asked.decide(policies, request), asked.before.decision);
  };
  return { title, check };
}

/** The policies, with every name of an action and of a condition key in upper case. */
function inUpperCase(policies: ApplicablePolicies): ApplicablePolicies {
  const upper = (value: string | string[]): string[] => [value].flat().map((text) => text.toUpperCase());
  return mapStatements(policies, ({ Action, NotAction, Condition, ...rest }) => ({
    ...rest,
    ...(Action === undefined ? {} : { Action: upper(Action) }),
    ...(NotAction === undefined ? {} : { NotAction: upper(NotAction) }),
    ...(Condition
      ? {
          Condition: Object.fromEntries(
            Object.entries(Condition).map(([operator, keys]) => [
              operator,
              Object.fromEntries(Object.entries(keys).map(([key, values]) => [key.toUpperCase(), values])),
            ]),
          ),
        }
      : {}),
  }));
}

/** Variables that have a value, written out; the value's own wildcards stay literal. */
function writtenOut(policies: ApplicablePolicies, { context }: AccessRequest): ApplicablePolicies {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const literal = (value: string): string => value.replaceAll(/[*?$]/g, (character) => `\${${character}}`);
  const replace = (text: string): string =>
    text.replaceAll(/\$\{([^},]+)[^}]*\}/g, (whole, key: string) => {
      const value = values.get(key.trim().toLowerCase());
      return typeof value === 'string' ? literal(value) : whole;
    });
  const change = <T>(value: T): T =>
    JSON.parse(JSON.stringify(value), (_, member: unknown) =>
      typeof member === 'string' ? replace(member) : member,
    ) as T;
  return mapPolicies(policies, (policy) => (policy.document.Version === '2012-10-17' ? change(policy) : policy));
}

function mapPrincipals(policies: ApplicablePolicies, change: (name: string) => string): ApplicablePolicies {
  const element = (given: PrincipalElement): PrincipalElement =>
    typeof given === 'string' || given.AWS === undefined ? given : { ...given, AWS: [given.AWS].flat().map(change) };
  return mapStatements(policies, ({ Principal, NotPrincipal, ...rest }) => ({
    ...rest,
    ...(Principal === undefined ? {} : { Principal: element(Principal) }),
    ...(NotPrincipal === undefined ? {} : { NotPrincipal: element(NotPrincipal) }),
  }));
}

/** One statement for each action, resource and principal that it lists. */
function split(statement: PolicyStatement): PolicyStatement[] {
  const { Action, Resource } = statement;
  const actions =
    Action === undefined ? [statement] : [Action].flat().map((one): PolicyStatement => ({ ...statement, Action: one }));
  return Resource === undefined
    ? actions
    : actions.flatMap((part) => [Resource].flat().map((one): PolicyStatement => ({ ...part, Resource: one })));
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const member of Object.values(value)) freeze(member);
  }
  return value;
}

export const sameness: readonly Law[] = [
  unchanged('the order of statements, values, documents and levels does not matter', ({ policies }) => ({
    policies: inEveryList(policies, (list) => list.toReversed()),
  })),
  unchanged('the case of actions and of names of context keys does not matter', ({ policies, request }) => ({
    policies: inUpperCase(policies),
    request: {
      ...withContext(
        request,
        Object.fromEntries(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value])),
      ),
      action: request.action.toLowerCase(),
    },
  })),
  unchanged('one value and a list of one are the same', ({ policies }) => ({
    policies: mapPolicies(policies, (policy) =>
      inEveryList(policy, (list) => (list.length === 1 && typeof list[0] === 'string' ? list[0] : list)),
    ),
  })),
  unchanged('one statement and a list of one are the same', ({ policies }) => ({
    policies: mapPolicies(policies, (policy) => withStatements(policy, statementsOf(policy))),
  })),
  unchanged('saying a thing twice changes nothing', ({ policies }) => ({
    policies: inEveryList(policies, (list) => [...list, ...list]),
  })),
  unchanged('a statement with several actions and resources is several statements', ({ policies }) => ({
    policies: mapStatements(policies, split),
  })),
  unchanged('a document of several statements is several documents', ({ policies }) => ({
    policies: mapPolicies(policies, (policy, place) =>
      place === 'boundary' || place === 'trust' || place === 'resource'
        ? policy
        : statementsOf(policy).map((statement) => withStatements(policy, [statement])),
    ),
  })),
  unchanged('twelve digits and the ARN of the root user name the same account', ({ policies }) => ({
    policies: mapPrincipals(policies, (name) => (/^\d{12}$/.test(name) ? `arn:aws:iam::${name}:root` : name)),
  })),
  unchanged('the unique id of a user names the user as the ARN does', ({ policies, request }) => ({
    policies: request.principal.includes(':user/')
      ? mapPrincipals(policies, (name) => (name === request.principal ? (request.principalId ?? name) : name))
      : policies,
  })),
  unchanged('a variable and its value are the same', ({ policies, request }) => ({
    policies: writtenOut(policies, request),
  })),
  unchanged('the version of a document without variables does not matter', ({ policies }) => ({
    policies: mapPolicies(policies, (policy) =>
      JSON.stringify(policy.document).includes('${')
        ? policy
        : { ...policy, document: { ...policy.document, Version: '2008-10-17' } },
    ),
  })),
  unchanged('a context key that no policy names does not matter', ({ request }) => ({
    request: withContext(request, { ...request.context, 'x:unheard-of': 'true' }),
  })),
  unchanged('an empty list is an absent key', ({ request }) => ({
    request: withContext(
      request,
      Object.fromEntries(
        Object.entries(request.context).filter(([, value]) => !Array.isArray(value) || value.length > 0),
      ),
    ),
  })),
  {
    title: 'what AWS decides by itself no policy changes',
    check: (asked) => {
      const expected = decisionOfAws(asked);
      return expected === undefined ? 'silent' : same(asked.before.decision, expected);
    },
  },
  {
    title: 'a caller in the management account is blind to SCPs',
    check: ({ request, policies, decide }) => {
      const inManagement = { ...request, principalInManagementAccount: true };
      return same(decide(policies, inManagement), decide({ ...policies, scpsByLevel: [] }, inManagement));
    },
  },
  {
    title: 'a service-linked role is blind to SCPs and RCPs, told by flag or by the path of the role',
    check: ({ request, policies, decide, caller }) => {
      if (!caller.principal.includes(':assumed-role/')) return 'silent';
      const linked = { ...request, serviceLinkedRole: true };
      return same(decide(policies, linked), decide({ ...without(policies, 'rcpsByLevel'), scpsByLevel: [] }, linked));
    },
  },
  {
    title: 'services, identity providers and nobody are blind to SCPs',
    check: ({ policies, before, decide, caller }) =>
      caller.account === '' ? same(decide({ ...policies, scpsByLevel: [] }), before.decision) : 'silent',
  },
  {
    title: 'RCPs reach neither the management account nor services that do not support them',
    check: (asked) => {
      const inManagement = { ...asked.request, resourceInManagementAccount: true };
      const free = without(asked.policies, 'rcpsByLevel');
      if (!isBoundByRcps(asked)) return same(asked.decide(free), asked.before.decision);
      return same(asked.decide(asked.policies, inManagement), asked.decide(free, inManagement));
    },
  },
  {
    title: 'the evaluator changes nothing that it is given, and answers the same again',
    check: ({ evaluate, request, policies, before }) =>
      same(JSON.stringify(evaluate(freeze(request), freeze(policies))), JSON.stringify(before)),
  },
];
