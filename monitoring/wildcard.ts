/** Texts with `*` for any run of characters, matched in time linear in pattern and text, whatever they are. */

/** Compiles a wildcard, given as the literal texts between its stars: `a*b` is `['a', 'b']`, `*` is `['', '']`. */
export function compileWildcard(literals: readonly string[]): (text: string) => boolean {
  const first = literals[0] ?? '';
  const last = literals.at(-1) ?? '';
  if (literals.length < 2) return (text) => text === first;
  const between = literals.slice(1, -1).filter((literal) => literal !== '');
  const searches = between.map((literal) => ({ length: literal.length, find: compileSearch(literal) }));
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let position = first.length;
    for (const { length, find } of searches) {
      const found = find(text, position);
      if (found < 0) return false;
      position = found + length;
    }
    return position + last.length <= text.length;
  };
}

/** `indexOf` that never looks at a character of the text more than twice (Knuth, Morris, Pratt). */
function compileSearch(literal: string): (text: string, from: number) => number {
  const fallback = fallbackTable(literal);
  return (text, from) => {
    let matched = 0;
    for (let position = from; position < text.length; position++) {
      while (matched > 0 && text[position] !== literal[matched]) matched = fallback[matched - 1] ?? 0;
      if (text[position] === literal[matched]) matched++;
      if (matched === literal.length) return position - matched + 1;
    }
    return -1;
  };
}

/** For each beginning of the literal: the length of its longest proper ending that is also a beginning. */
function fallbackTable(literal: string): number[] {
  const table = [0];
  for (let position = 1, length = 0; position < literal.length; position++) {
    while (length > 0 && literal[position] !== literal[length]) length = table[length - 1] ?? 0;
    if (literal[position] === literal[length]) length++;
    table.push(length);
  }
  return table;
}
