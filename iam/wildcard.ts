/** Wildcards without regular expressions: linear in the text for every pattern, so that no document can blow it up. */

/** A piece of a pattern: literal text, `*` (any run of characters) or `?` (exactly one). */
export type Token = { literal: string } | 'any' | 'one';

/** Splits a pattern into tokens; runs of `*` count as one. */
export function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (const part of pattern.split(/([*?])/)) {
    if (part === '') continue;
    if (part === '*') {
      if (tokens.at(-1) !== 'any') tokens.push('any');
    } else {
      tokens.push(part === '?' ? 'one' : { literal: part });
    }
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
    } else if (current === 'one') {
      if (position < text.length) {
        token++;
        position++;
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
  if (typeof token === 'object') return text.indexOf(token.literal, from);
  return from <= text.length ? from : -1;
}
