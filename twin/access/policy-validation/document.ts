/** A policy document before anything is known about it: JSON, and the few shapes that all kinds of policies share. */

/** A document that is JSON and an object, with its statements as a list if it has any. */
export interface RawDocument {
  members: Readonly<Record<string, unknown>>;
  /** `undefined`: there is no Statement element. Items may be anything yet. */
  statements: readonly unknown[] | undefined;
}

export type RawStatement = Readonly<Record<string, unknown>>;

/** Returns the text of what is wrong, or `undefined`. Rules are asked in order; the first answer counts. */
export type Rule = (document: RawDocument) => string | undefined;

export const DOCUMENT_MEMBERS = ['Version', 'Id', 'Statement'];
export const STATEMENT_MEMBERS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
export const VERSIONS = ['2008-10-17', '2012-10-17'];

/** Parses a text. An object that has a key twice is none (IAM user guide, "Policy grammar notes"). */
export function parseDocument(text: string): RawDocument | 'not JSON' | 'not an object' {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  if (!isObject(parsed) || hasDuplicateKey(text)) return 'not an object';
  const statement = Object.hasOwn(parsed, 'Statement') ? parsed['Statement'] : undefined;
  return {
    members: parsed,
    statements: statement === undefined ? undefined : Array.isArray(statement) ? (statement as unknown[]) : [statement],
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The statements that are objects: what rules look at once the shape is known to be right. */
export function statementsIn({ statements }: RawDocument): RawStatement[] {
  return (statements ?? []).filter(isObject);
}

/** Members in the order of the document that are not among the known ones. */
export function unknownMembers(value: RawStatement, known: readonly string[]): string[] {
  return Object.keys(value).filter((name) => !known.includes(name));
}

/** An element that holds one text or several, as a list; `undefined` if it is absent or holds anything else. */
export function texts(value: unknown): string[] | undefined {
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.every((item) => typeof item === 'string') ? items : undefined;
}

/** The texts of an element of every statement, e.g. all actions; what is no text is left out. */
export function textsOf(document: RawDocument, ...elements: readonly string[]): string[] {
  return statementsIn(document).flatMap((statement) =>
    elements.flatMap((element) => (statement[element] === undefined ? [] : (texts(statement[element]) ?? []))),
  );
}

/** JSON.parse keeps the last of two equal keys in silence. The text is valid JSON. */
function hasDuplicateKey(json: string): boolean {
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]:]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token !== ':') last = String(JSON.parse(token));
    else if (open.at(-1)?.has(last) === true) return true;
    else open.at(-1)?.add(last);
  }
  return false;
}
