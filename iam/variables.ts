/** Policy variables: `${aws:username}`, with defaults and literals (IAM user guide, "Variables and tags"). */
import type { RequestContext } from './context.js';
import { inLowerCase } from './lower-case.js';
import { tokenize } from './wildcard.js';
import type { Token } from './wildcard.js';

/** A text of a policy, cut into what stands there and what is looked up per request. */
export interface Template {
  /** Tokens when nothing has to be looked up, with wildcards. */
  tokens: readonly Token[] | undefined;
  /** The text when nothing has to be looked up and no wildcard is meant. */
  text: string;
  parts: readonly (string | Variable)[];
}

interface Variable {
  /** Lower case. */
  key: string;
  fallback: string | undefined;
}

/** A map, not an object: `${constructor}` must find nothing. */
const LITERALS: ReadonlyMap<string, string> = new Map(['*', '?', '$'].map((character) => [character, character]));

/** Parses a text. Without `variables` (Version 2008-10-17) `${…}` is plain text. */
export function parseTemplate(text: string, variables: boolean): Template {
  if (!variables || !text.includes('${')) return { tokens: tokenize(text), text, parts: [text] };
  const parts: (string | Variable)[] = [];
  let rest = 0;
  for (let start = text.indexOf('${'); start >= 0; start = text.indexOf('${', rest)) {
    const end = text.indexOf('}', start);
    if (end < 0) break;
    if (start > rest) parts.push(text.slice(rest, start));
    parts.push(parseVariable(text.slice(start + 2, end)));
    rest = end + 1;
  }
  if (rest < text.length) parts.push(text.slice(rest));
  return { tokens: undefined, text, parts };
}

/** Tokens for a request; `undefined` if a variable has no value, and then the text matches nothing. */
export function resolveTokens(template: Template, context: RequestContext): readonly Token[] | undefined {
  if (template.tokens) return template.tokens;
  const tokens: Token[] = [];
  for (const part of template.parts) {
    if (typeof part === 'string') tokens.push(...tokenize(part));
    else {
      const value = lookUp(part, context);
      if (value === undefined) return undefined;
      // A value is literal: a user called `*` must not become a wildcard.
      if (value !== '') tokens.push({ literal: value });
    }
  }
  return tokens;
}

/** The text for a request, without any wildcard; `undefined` if a variable has no value. */
export function resolveText(template: Template, context: RequestContext): string | undefined {
  if (template.tokens) return template.text;
  let text = '';
  for (const part of template.parts) {
    const value = typeof part === 'string' ? part : lookUp(part, context);
    if (value === undefined) return undefined;
    text += value;
  }
  return text;
}

function parseVariable(inside: string): Variable {
  const literal = LITERALS.get(inside);
  if (literal !== undefined) return { key: '', fallback: literal };
  const comma = inside.indexOf(',');
  if (comma < 0) return { key: inLowerCase(inside.trim()), fallback: undefined };
  const quoted = inside.slice(comma + 1).trim();
  const fallback = quoted.length >= 2 && quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : quoted;
  return { key: inLowerCase(inside.slice(0, comma).trim()), fallback };
}

/** A key with several values cannot be a variable: it has no one value. */
function lookUp({ key, fallback }: Variable, context: RequestContext): string | undefined {
  const found = context.get(key);
  return found && !found.multivalued ? (found.values[0] ?? fallback) : fallback;
}
