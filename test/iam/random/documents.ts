/** Random policy documents of every type, such as AWS would store. They are drawn as recipes, and written out for a request. */
import fc from 'fast-check';
import type { PolicyDocument, PolicyStatement, PrincipalElement } from '../../../iam/index.js';
import { KEYS, OPERATORS } from './keys.js';
import { ACTION_FORMS, PRINCIPAL_FORMS, RESOURCE_FORMS } from './world.js';
import type { Caller } from './world.js';

export type DocumentType = 'identity' | 'scp' | 'rcp' | 'trust' | 'resource';

/** What a document is written for, so that its statements often match. */
export interface Asked {
  caller: Caller;
  action: string;
  resource: string;
}

export interface ConditionRecipe {
  operator: string;
  key: string;
  values: string | string[];
}

interface StatementRecipe {
  deny: boolean;
  not: { action: boolean; resource: boolean; principal: boolean };
  actions: (typeof ACTION_FORMS)[number][];
  resources: (typeof RESOURCE_FORMS)[number][];
  principals: (typeof PRINCIPAL_FORMS)[number][];
  conditions: ConditionRecipe[];
}

export interface DocumentRecipe {
  version: string | undefined;
  statements: StatementRecipe[];
  /** The element Statement holds the one statement itself. */
  single: boolean;
}

const QUANTIFIERS = {
  single: ['', '', '', '', 'ForAllValues:', 'ForAnyValue:'],
  multivalued: ['ForAllValues:', 'ForAnyValue:', 'ForAnyValue:', ''],
};

/** One operator over one key; `Null` and every other operator that fits the key. */
export const condition: fc.Arbitrary<ConditionRecipe> = fc.oneof(
  ...KEYS.map(({ name, kinds, multivalued, values, wanted }) =>
    fc
      .record({
        quantifier: fc.constantFrom(...QUANTIFIERS[multivalued ? 'multivalued' : 'single']),
        operator: fc.constantFrom(...kinds.flatMap((kind): readonly string[] => OPERATORS[kind]), 'Null'),
        suffix: fc.constantFrom('', '', '', 'IfExists'),
        values: fc.uniqueArray(fc.constantFrom(...values, ...wanted), { minLength: 1, maxLength: 3 }),
        truth: fc.constantFrom('true', 'false'),
        list: fc.boolean(),
      })
      .map(({ quantifier, operator, suffix, values: drawn, truth, list }) => ({
        operator: operator === 'Null' ? operator : `${quantifier}${operator}${suffix}`,
        key: name,
        values: operator === 'Null' ? truth : drawn.length === 1 && !list ? (drawn[0] ?? '') : drawn,
      })),
  ),
);

const sometimes = (weight: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

/** Recipe of a statement. One in `allows + 1` is a Deny. */
function statement(allows: number, conditions: number): fc.Arbitrary<StatementRecipe> {
  return fc.record({
    deny: sometimes(allows),
    not: fc.record({ action: sometimes(5), resource: sometimes(5), principal: sometimes(7) }),
    actions: forms(ACTION_FORMS),
    resources: forms(RESOURCE_FORMS),
    principals: forms(PRINCIPAL_FORMS),
    conditions: fc.oneof(
      { weight: 2, arbitrary: fc.constant<ConditionRecipe[]>([]) },
      { weight: conditions, arbitrary: fc.array(condition, { minLength: 1, maxLength: 2 }) },
    ),
  });
}

function forms<T>(all: readonly T[]): fc.Arbitrary<T[]> {
  return fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 2 });
}

/** Recipe of a document; see `write` for what the type changes. */
export function documentRecipe(allows: number, conditions = 2): fc.Arbitrary<DocumentRecipe> {
  return fc.record({
    version: fc.constantFrom(
      '2012-10-17',
      '2012-10-17',
      '2012-10-17',
      '2012-10-17',
      '2012-10-17',
      '2008-10-17',
      undefined,
    ),
    statements: fc.array(statement(allows, conditions), { minLength: 1, maxLength: 3 }),
    single: fc.boolean(),
  });
}

/** The document for a request. AWS's rules for its type are kept: no Resource in a trust policy, no Principal in an SCP, and so on. */
export function write(
  { version, statements, single }: DocumentRecipe,
  type: DocumentType,
  asked: Asked,
): PolicyDocument {
  const written = statements.map((recipe) => writeStatement(recipe, type, asked));
  const [only, ...others] = written;
  return {
    ...(type === 'rcp' ? { Version: '2012-10-17' } : version === undefined ? {} : { Version: version }),
    Statement: single && only && others.length === 0 ? only : written,
  };
}

/** A statement by itself, as `write` makes them. */
export const loneStatement: fc.Arbitrary<(type: DocumentType, asked: Asked) => PolicyStatement> = statement(1, 1).map(
  (recipe) => (type, asked) => writeStatement(recipe, type, asked),
);

function writeStatement(
  recipe: StatementRecipe,
  type: DocumentType,
  { caller, action, resource }: Asked,
): PolicyStatement {
  const { deny, not, conditions } = recipe;
  const actions = unique(
    recipe.actions.map((form) => form(action)).map((one) => (type === 'rcp' && one === '*' ? 's3:*' : one)),
  );
  const resources = unique(recipe.resources.map((form) => form(resource)));
  const Condition = join(conditions);
  return {
    Effect: deny || type === 'rcp' ? 'Deny' : 'Allow',
    ...(type === 'rcp' ? { Principal: '*' } : {}),
    ...(type === 'trust' || type === 'resource' ? principals(recipe, type, caller) : {}),
    [not.action && type !== 'rcp' ? 'NotAction' : 'Action']: oneOrMany(actions),
    ...(type === 'trust' ? {} : { [not.resource ? 'NotResource' : 'Resource']: oneOrMany(resources) }),
    ...(Object.keys(Condition).length > 0 ? { Condition } : {}),
  };
}

function principals(
  recipe: StatementRecipe,
  type: DocumentType,
  caller: Caller,
): Pick<PolicyStatement, 'Principal' | 'NotPrincipal'> {
  const element: Record<string, string[]> = {};
  for (const form of recipe.principals) {
    const [kind, name] = form(caller);
    element[kind] = unique([...(element[kind] ?? []), name]);
  }
  const everybody = recipe.principals.length === 1 && element.AWS?.[0] === '*';
  const written: PrincipalElement = everybody ? '*' : element;
  // NotPrincipal is refused in trust policies, and nobody stores `NotPrincipal: "*"`.
  return recipe.not.principal && type === 'resource' && !everybody ? { NotPrincipal: written } : { Principal: written };
}

function join(conditions: readonly ConditionRecipe[]): Record<string, Record<string, string | string[]>> {
  const joined: Record<string, Record<string, string | string[]>> = {};
  for (const { operator, key, values } of conditions) joined[operator] = { ...joined[operator], [key]: values };
  return joined;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function oneOrMany(values: string[]): string | string[] {
  const [only, ...others] = values;
  return only !== undefined && others.length === 0 ? only : values;
}
