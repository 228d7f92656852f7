/** Random requests with every document that applies to them. */
import fc from 'fast-check';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyStatement } from '../../../iam/index.js';
import { condition, documentRecipe, loneStatement, write } from './documents.js';
import type { Asked, ConditionRecipe, DocumentRecipe, DocumentType } from './documents.js';
import { KEYS } from './keys.js';
import { CALLERS, MANAGEMENT, targetsOf, WORKLOAD } from './world.js';
import type { Caller, Target } from './world.js';

/** A request, its policies, and what the laws vary. */
export interface Given {
  request: AccessRequest;
  policies: ApplicablePolicies;
  caller: Caller;
  target: Target;
  /** A further statement, for a document that names principals or for one that does not. */
  extra: { named: PolicyStatement; unnamed: PolicyStatement };
  /** Two conditions to be looked at by themselves. */
  conditions: readonly [ConditionRecipe, ConditionRecipe];
  /** Chooses among several places, where a law wants one. */
  pick: number;
}

const FULL: Policy = {
  name: 'full',
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
};

/** `'full'`: everything is allowed. Random alone, almost nothing would be, and laws about what is allowed would say little. */
type Recipe = DocumentRecipe | 'full';

const mostly = (allows: number): fc.Arbitrary<Recipe> =>
  fc.oneof({ weight: 2, arbitrary: documentRecipe(allows) }, { weight: 1, arbitrary: fc.constant('full' as const) });
/** Nothing, once in `freq`. */
const perhaps = <T>(arbitrary: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });

const recipes = fc.record({
  identity: fc.array(mostly(5), { minLength: 1, maxLength: 2 }),
  side: perhaps(documentRecipe(6, 1), 6),
  boundary: perhaps(mostly(6), 2),
  session: perhaps(fc.array(mostly(6), { minLength: 1, maxLength: 2 }), 2),
  scps: fc.array(
    fc.record({
      full: fc.constantFrom(true, true, true, true, true, false),
      more: fc.array(documentRecipe(1, 4), { maxLength: 1 }),
    }),
    {
      maxLength: 3,
    },
  ),
  rcps: fc.array(fc.array(documentRecipe(0, 8), { maxLength: 1 }), { maxLength: 2 }),
});

const circumstances = fc.record({
  caller: fc.oneof(...CALLERS.map((caller) => ({ weight: caller.weight, arbitrary: fc.constant(caller) }))),
  target: fc.nat({ max: 1000 }),
  home: fc.constantFrom('caller', 'caller', WORKLOAD, WORKLOAD, MANAGEMENT),
  /** One in ten of the caller's own keys is missing, so that the rules for absent keys are met. */
  dropped: fc.array(fc.nat({ max: 9 }), { minLength: 4, maxLength: 4 }),
  keys: fc.tuple(
    ...KEYS.map(({ ofCaller, multivalued, values }) =>
      ofCaller
        ? fc.constant(undefined)
        : perhaps<string | string[]>(multivalued ? fc.subarray([...values]) : fc.constantFrom(...values), 2),
    ),
  ),
});

/** The random requests of the laws and of the comparison with the oracle. */
export const given: fc.Arbitrary<Given> = fc
  .record({
    circumstances,
    recipes,
    extra: loneStatement,
    conditions: fc.tuple(condition, condition),
    pick: fc.nat({ max: 1000 }),
  })
  .map(({ circumstances: { caller, target: index, home, dropped, keys }, recipes: drawn, extra, conditions, pick }) => {
    const targets = targetsOf(caller);
    const target = targets[index % targets.length];
    if (!target) throw new Error(`${caller.principal} can ask for nothing`);
    const resourceAccount = caller.home ?? (home === 'caller' ? caller.account || WORKLOAD : home);
    const asked: Asked = { caller, action: target.action, resource: target.resource(resourceAccount) };
    const own = Object.entries(caller.keys).filter((_, place) => (dropped[place] ?? 1) > 0);
    const request: AccessRequest = {
      principal: caller.principal,
      ...(caller.principalId === undefined ? {} : { principalId: caller.principalId }),
      ...(caller.account === MANAGEMENT ? { principalInManagementAccount: true } : {}),
      ...(resourceAccount === MANAGEMENT ? { resourceInManagementAccount: true } : {}),
      ...(caller.serviceLinkedRole ? { serviceLinkedRole: true } : {}),
      action: asked.action,
      resource: asked.resource,
      resourceAccount,
      context: {
        ...Object.fromEntries(presentKeys(keys, target)),
        ...Object.fromEntries(own),
      },
    };
    return {
      request,
      policies: policiesOf(drawn, target, asked),
      caller,
      target,
      extra: { named: extra('resource', asked), unnamed: extra('identity', asked) },
      conditions,
      pick,
    };
  });

function presentKeys(
  drawn: readonly (string | string[] | undefined)[],
  { action }: Target,
): [string, string | string[]][] {
  return KEYS.flatMap(({ name, onlyFor }, place) => {
    const value = drawn[place];
    return value === undefined || (onlyFor !== undefined && onlyFor !== action) ? [] : [[name, value]];
  });
}

function policiesOf(drawn: RecipesOf<typeof recipes>, { side }: Target, asked: Asked): ApplicablePolicies {
  const { caller } = asked;
  const made = (recipe: Recipe, type: DocumentType, name: string): Policy =>
    recipe === 'full' ? FULL : { name, document: write(recipe, type, asked) };
  const isSession = caller.principal.includes(':sts:');
  const isPerson = caller.principal.includes(':user/') || isSession;
  const resourceSide =
    drawn.side ?? (side === 'resource' ? undefined : { version: '2012-10-17', statements: [], single: false });
  const place = side === 'trust' ? 'trust' : 'resource';
  return {
    identity: isPerson ? drawn.identity.map((recipe, index) => made(recipe, 'identity', `identity-${index + 1}`)) : [],
    ...(side !== 'none' && resourceSide ? { [place]: made(resourceSide, place, place) } : {}),
    ...(isPerson && drawn.boundary ? { boundary: made(drawn.boundary, 'identity', 'boundary') } : {}),
    ...(isSession && drawn.session
      ? { session: drawn.session.map((recipe, index) => made(recipe, 'identity', `session-${index + 1}`)) }
      : {}),
    scpsByLevel: drawn.scps.map(({ full, more }, level) => [
      ...(full ? [FULL] : []),
      ...more.map((recipe) => made(recipe, 'scp', `scp-${level + 1}`)),
    ]),
    rcpsByLevel: drawn.rcps.map((level, index) => level.map((recipe) => made(recipe, 'rcp', `rcp-${index + 1}`))),
  };
}

type RecipesOf<T> = T extends fc.Arbitrary<infer Drawn> ? Drawn : never;
