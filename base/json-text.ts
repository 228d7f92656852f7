/**
 * JSON texts as AWS's own matcher reads them: member by member, so that a repeated name stays, in the order of the text; and
 * a number that a double cannot hold stays a text.
 */
/** A number of a JSON text that a double cannot hold. AWS's own matcher compares its spelling alone. */
export class ExactNumber {
  constructor(readonly text: string) {}
}

/** An object of a JSON text, member by member: names may be repeated, and have the order of the text. */
export class Members {
  constructor(readonly entries: readonly (readonly [name: string, value: unknown])[]) {}
}

/** The value of a JSON text, its objects as `Members`; `undefined` if it is none. */
export function parseJsonText(text: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return read(text);
}

/**
 * The JSON value of an event pattern or a filter policy as AWS reads it: objects of one name are joined, of lists the last
 * counts, and of two `$or` both (aws/event-ruler). Throws a `SyntaxError` for a text that is no JSON.
 */
export function joinedJson(text: string): unknown {
  JSON.parse(text);
  return joined(read(text));
}

type Plain = Record<string, unknown>;

function joined(value: unknown): unknown {
  if (value instanceof ExactNumber) return Number(value.text);
  if (Array.isArray(value)) return (value as unknown[]).map(joined);
  return value instanceof Members
    ? value.entries.map(([name, content]): Plain => ({ [name]: joined(content) })).reduce(join, {})
    : value;
}

function join(left: Plain, right: Plain): Plain {
  const result = new Map(Object.entries(left));
  for (const [name, content] of Object.entries(right)) {
    const before = result.get(name);
    if (name === '$or' && Array.isArray(before) && Array.isArray(content)) {
      const alternatives = before as Plain[];
      result.set(
        name,
        alternatives.map((alternative) => join(alternative, { $or: content })),
      );
    } else result.set(name, isPlain(before) && isPlain(content) ? join(before, content) : content);
  }
  return Object.fromEntries(result);
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object or an array that is not closed yet. */
type Open = { entries: [name: string, value: unknown][]; name: string | undefined } | { elements: unknown[] };

/** Reads a text that is known to be JSON, so that nothing but its tokens matters. */
function read(text: string): unknown {
  const open: Open[] = [];
  let root: unknown;
  const put = (value: unknown): void => {
    const parent = open.at(-1);
    if (!parent) root = value;
    else if ('elements' in parent) parent.elements.push(value);
    else {
      parent.entries.push([parent.name ?? '', value]);
      parent.name = undefined;
    }
  };
  for (let position = 0; position < text.length; position++) {
    const character = text.charAt(position);
    if (character === '{') open.push({ entries: [], name: undefined });
    else if (character === '[') open.push({ elements: [] });
    else if (character === '}' || character === ']') {
      const closed = open.pop();
      if (closed) put('elements' in closed ? closed.elements : new Members(closed.entries));
    } else if (!/[\s,:]/.test(character)) {
      const end = character === '"' ? endOfString(text, position) : endOfWord(text, position);
      const token = text.slice(position, end);
      const parent = open.at(-1);
      if (parent && 'entries' in parent && parent.name === undefined) parent.name = JSON.parse(token) as string;
      else put(/[-\d]/.test(character) ? numberOf(token) : JSON.parse(token));
      position = end - 1;
    }
  }
  return root;
}

function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text.charAt(end) !== '"') end += text.charAt(end) === '\\' ? 2 : 1;
  return end + 1;
}

function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/[\s,\]}]/.test(text.charAt(end))) end++;
  return end;
}

/** The number, if a double holds it: its shortest spelling means the same (ComparableNumber of aws/event-ruler). */
function numberOf(token: string): number | ExactNumber {
  const value = Number(token);
  return Number.isFinite(value) && decimal(String(value)) === decimal(token) ? value : new ExactNumber(token);
}

/** One spelling for each value: sign, digits without zeros around them, power of ten. */
function decimal(token: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE](.+))?$/.exec(token) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = withoutZerosAtItsEnd(digits);
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}

function withoutZerosAtItsEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charAt(end - 1) === '0') end--;
  return digits.slice(0, end);
}
