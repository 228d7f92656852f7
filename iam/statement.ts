/** Statements prepared for matching: compiled once per document, matched per request. */
import { splitArn } from './arn.js';
import { compileCondition, holds } from './conditions.js';
import type { Condition } from './conditions.js';
import type { RequestContext } from './context.js';
import { readStatements } from './document.js';
import { inLowerCase } from './lower-case.js';
import type { OneOrMany, PolicyDocument, PolicyStatement, PrincipalElement } from './types.js';
import { undocumented } from './undocumented.js';
import { parseTemplate, resolveTokens } from './variables.js';
import type { Template } from './variables.js';
import { matchesTokens, tokenize } from './wildcard.js';
import type { Token } from './wildcard.js';

/** The six parts of an ARN; `everything`: `*` alone; `nothing`: wildcards where AWS takes none. */
type ResourcePattern = readonly Template[] | 'everything' | 'nothing';

export interface Statement {
  effect: 'Allow' | 'Deny';
  /** `Sid`, or `statement-N` counted from 1. */
  label: string;
  actions: { negated: boolean; patterns: readonly (readonly Token[])[] };
  /** `undefined`: the statement has no Resource element, as in trust policies. */
  resources: { negated: boolean; patterns: () => readonly ResourcePattern[] } | undefined;
  principals: { negated: boolean; element: PrincipalElement } | undefined;
  conditions: () => readonly Condition[];
}

/** Made when it is first asked for: most statements are told apart by their actions alone. */
function later<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The statements of a document by their effect, in their order. */
type Compiled = Readonly<Record<Statement['effect'], readonly Statement[]>>;

const compiled = new WeakMap<PolicyDocument, Compiled>();

/** The statements of a document that have the effect. A document object is taken as immutable: it is compiled once. */
export function statementsOf(document: PolicyDocument, effect: Statement['effect']): readonly Statement[] {
  const known = compiled.get(document);
  if (known) return known[effect];
  // Variables exist since Version 2012-10-17; older documents and documents without a version have none.
  const variables = document.Version === '2012-10-17';
  const all = readStatements(document).map(({ statement, index }) => compile(statement, index, variables));
  const made = { Allow: all.filter((one) => one.effect === 'Allow'), Deny: all.filter((one) => one.effect === 'Deny') };
  compiled.set(document, made);
  return made[effect];
}

/** What a request must match besides the principal. */
export interface Asked {
  /** Lower case. */
  action: string;
  resource: string;
  resourceParts: readonly string[];
  context: RequestContext;
}

/** True if action, resource and conditions match. Principals are looked at by whoever needs them. */
export function matches(statement: Statement, asked: Asked): boolean {
  const { actions, resources } = statement;
  if (actions.patterns.some((pattern) => matchesTokens(pattern, asked.action)) === actions.negated) return false;
  if (
    resources &&
    resources.patterns().some((pattern) => matchesResource(pattern, asked, resources.negated)) === resources.negated
  )
    return false;
  // An unknown operator must neither open an Allow nor weaken a Deny.
  const onUnknown = statement.effect === 'Deny';
  return statement.conditions().every((condition) => holds(condition, asked.context, onUnknown));
}

function compile(statement: PolicyStatement, index: number, variables: boolean): Statement {
  const resources = statement.Resource ?? statement.NotResource;
  const negated = statement.Resource === undefined;
  // A pattern that AWS would refuse to store must not open anything, nor may it weaken a Deny.
  const strict = (statement.Effect === 'Allow') !== negated;
  const principals = statement.Principal ?? statement.NotPrincipal;
  return {
    effect: statement.Effect,
    label: statement.Sid ?? `statement-${index + 1}`,
    actions: {
      negated: statement.Action === undefined,
      patterns: list(statement.Action ?? statement.NotAction ?? []).map((pattern) => tokenize(inLowerCase(pattern))),
    },
    resources:
      resources === undefined
        ? undefined
        : {
            negated,
            patterns: later(() => list(resources).map((pattern) => compileResource(pattern, variables, strict))),
          },
    principals:
      principals === undefined ? undefined : { negated: statement.Principal === undefined, element: principals },
    conditions: later(() =>
      Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
        Object.entries(keys).map(([key, values]) =>
          compileCondition(operator, key, list(values).map(String), variables),
        ),
      ),
    ),
  };
}

/** An incomplete ARN is completed with `*` (IAM user guide, "Resource"). */
function compileResource(pattern: string, variables: boolean, strict: boolean): ResourcePattern {
  if (/^\*+$/.test(pattern)) return 'everything';
  const parts = splitArn(pattern);
  if (strict && hasForbiddenWildcard(parts)) return 'nothing';
  while (parts.length < 6) parts.push('*');
  // Variables are looked up only after the fifth colon (IAM user guide, "Where you can use policy variables").
  return parts.map((part, index) => parseTemplate(part, variables && index === 5));
}

/** The service, and the type of an IAM resource, must be spelled out (IAM user guide, "Resource" and "IAM identifiers"). */
function hasForbiddenWildcard([, , service = '', , , resource = '']: readonly string[]): boolean {
  return /[*?]/.test(service) || (service === 'iam' && resource !== '*' && /^[^/]*[*?]/.test(resource));
}

function matchesResource(pattern: ResourcePattern, { resourceParts, context }: Asked, negated: boolean): boolean {
  if (pattern === 'everything') return true;
  if (pattern === 'nothing' || resourceParts.length !== 6) return false;
  return pattern.every((template, index) => {
    const tokens = resolveTokens(template, context);
    if (tokens === undefined) return negated && !undocumented.unresolvedNotResourceExcludesNothing;
    return matchesTokens(tokens, resourceParts[index] ?? '');
  });
}

function list<T>(value: OneOrMany<T>): readonly T[] {
  return Array.isArray(value) ? value : [value];
}
