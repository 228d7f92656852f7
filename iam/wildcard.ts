/** Wildcards without regular expressions: never more steps than pattern times text, so that no document can blow it up. */

/** A piece of a pattern: literal text, `*` (any run of characters), or so many `?` (exactly one character each). */
export type Token = { literal: string } | 'any' | { characters: number };

/** Splits a pattern into tokens. Of a run of wildcards nothing counts but how many `?` are in it and whether there is a `*`. */
export function tokenize(pattern: string): Token[] {
  if (!/[*?]/.test(pattern)) return pattern === '' ? [] : [{ literal: pattern }];
  const tokens: Token[] = [];
  for (const part of pattern.split(/([*?]+)/)) {
    if (/^[*?]/.test(part)) {
      const characters = part.replaceAll('*', '').length;
      if (characters > 0) tokens.push({ characters });
      if (characters < part.length) tokens.push('any');
    } else if (part !== '') tokens.push({ literal: part });
  }
  return tokens;
}

/** True if the whole text matches. Greedy with one point of return, which is enough for this language. */
export function matchesTokens(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let position = 0;
  let returnToken = -1;
  let returnPosition = 0;
  for (;;) {
    const current = tokens[token];
    if (current === 'any') {
      returnToken = ++token;
      returnPosition = position;
      if (token === tokens.length) return true;
      continue;
    }
    if (current === undefined) {
      if (position === text.length) return true;
    } else if ('characters' in current) {
      if (position + current.characters <= text.length) {
        token++;
        position += current.characters;
        continue;
      }
    } else if (text.startsWith(current.literal, position)) {
      token++;
      position += current.literal.length;
      continue;
    }
    if (returnToken < 0 || returnPosition >= text.length) return false;
    token = returnToken;
    position = nextStart(tokens[returnToken], text, ++returnPosition);
    if (position < 0) return false;
    returnPosition = position;
  }
}

/** Where the token after a `*` can begin at the earliest; -1 if nowhere. Jumping there keeps the matcher fast on long texts. */
function nextStart(token: Token | undefined, text: string, from: number): number {
  if (typeof token === 'object' && 'literal' in token) return text.indexOf(token.literal, from);
  return from <= text.length ? from : -1;
}
