/** What is wrong with a document, in words for its author: schema problems as sentences, and the nearest right name. */
import { z } from 'zod';

/** Something wrong at a path of the expanded organization; the sentence may name the path as it stands in the text. */
export interface Problem {
  path: readonly PropertyKey[];
  message: string | ((written: readonly PropertyKey[]) => string);
  hint: string;
}

/** The checked value, or what is wrong with it. */
type Checked<T> = { data: T; problems?: undefined } | { data?: undefined; problems: Problem[] };

/** A document made by a program can be wrong in ten thousand places: nobody reads so many. */
const MOST_PROBLEMS = 200;

/** Checks a value against a schema. */
export function validate<T>(schema: z.ZodType<T>, value: unknown): Checked<T> {
  const parsed = schema.safeParse(value, { error: sentence });
  if (parsed.success) return { data: parsed.data };
  const issues = parsed.error.issues.slice(0, MOST_PROBLEMS).map((issue) => deepest(issue));
  // A misspelt key is also a missing one: the misspelling says more.
  const [misspelt, others] = [issues.filter(isUnknownKey), issues.filter((issue) => !isUnknownKey(issue))];
  return { problems: [...misspelt, ...others].flatMap((issue) => describe(schema, issue)) };
}

function isUnknownKey(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'unrecognized_keys';
}

function describe(schema: z.ZodType, issue: z.core.$ZodIssue): Problem[] {
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: (written) => `unknown key "${key}" in ${spell(written.slice(0, -1))}`,
      hint: suggestion(key, allowed),
    }));
  }
  return [{ path: issue.path, message: (written) => `${spell(written)}: ${issue.message}`, hint: '' }];
}

function spell(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the document' : path.map(String).join('.');
}

/** Of a union's problems, the one of the branch that came furthest. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const furthest = issue.errors
    .flat()
    .filter((nested) => !isWrongKind(nested))
    .sort((left, right) => right.path.length - left.path.length)[0];
  return furthest ? deepest({ ...furthest, path: [...issue.path, ...furthest.path] }) : issue;
}

/** True for a branch of a union that is meant for another kind of value. */
function isWrongKind(issue: z.core.$ZodIssue): boolean {
  return issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
}

type RawIssue = Parameters<z.core.$ZodErrorMap>[0];

/** What would be right, for every problem that a schema does not word itself. */
function sentence(issue: RawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return needs([kindWanted(issue.expected)], issue.input);
    case 'invalid_value':
      return issue.input === undefined
        ? `is missing; it must be ${oneOf(issue.values)}`
        : `must be ${oneOf(issue.values)}`;
    case 'invalid_union':
      return needs(issue.errors.flat().flatMap(kindsOfBranch), issue.input);
    case 'invalid_key':
      return `the name "${String(issue.input)}" ${issue.issues[0]?.message ?? 'is not valid'}`;
    case 'too_small':
      return `must ${issue.origin === 'number' || issue.origin === 'int' ? 'be' : 'have a length of'} at least ${issue.minimum}`;
    case 'too_big':
      return `must ${issue.origin === 'number' || issue.origin === 'int' ? 'be' : 'have a length of'} at most ${issue.maximum}`;
    default:
      return undefined;
  }
}

function kindsOfBranch(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_type') return [kindWanted(issue.expected)];
  return issue.code === 'invalid_value' ? [oneOf(issue.values)] : [];
}

function needs(kinds: readonly string[], input: unknown): string {
  const wanted = [...new Set(kinds)].join(' or ');
  if (input === undefined) return `is missing; it needs ${wanted}`;
  if (input === null) return `needs ${wanted}, and nothing stands there`;
  const quote =
    (typeof input === 'number' || typeof input === 'boolean') && kinds.includes('text') ? ' (put it in quotes)' : '';
  return `needs ${wanted}, not ${kindFound(input)}${quote}`;
}

/** Words for the types of JSON and of zod. */
const KINDS: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function kindWanted(expected: string): string {
  return KINDS[expected] ?? expected;
}

function kindFound(input: unknown): string {
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'boolean') return String(input);
  return typeof input === 'object' ? 'a mapping' : typeof input === 'string' ? 'text' : `the number ${String(input)}`;
}

function oneOf(values: readonly unknown[]): string {
  const quoted = values.map((value) => `"${String(value)}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1) ?? ''}`;
}

/** A hint for a name that names nothing: the name that was probably meant, or all that there are. */
export function suggestion(wrong: string, right: readonly string[]): string {
  const best = right
    .map((name) => ({ name, distance: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((left, other) => left.distance - other.distance)[0];
  if (best && best.distance <= Math.max(2, wrong.length / 4)) return `Did you mean "${best.name}"?`;
  if (right.length === 0) return 'Nothing can be named here.';
  return right.length > 20
    ? `There are ${right.length} names, ${right.slice(0, 5).join(', ')} and so on.`
    : `Known here: ${right.join(', ')}.`;
}

/** Levenshtein distance: letters to add, remove or replace. */
function distance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...left].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

interface Node {
  properties?: Record<string, Node>;
  additionalProperties?: Node | boolean;
  items?: Node;
  anyOf?: Node[];
}

/** Keys that a schema knows in the mapping at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const branches = (node: Node): Node[] => (node.anyOf ? node.anyOf.flatMap(branches) : [node]);
  let nodes = branches(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Node);
  for (const key of path) {
    nodes = nodes.flatMap((node) => {
      const next = node.properties?.[String(key)] ?? (typeof key === 'number' ? node.items : node.additionalProperties);
      return typeof next === 'object' ? branches(next) : [];
    });
  }
  return [...new Set(nodes.flatMap((node) => Object.keys(node.properties ?? {})))];
}
