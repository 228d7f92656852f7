/** ARNs as the evaluator compares them: six parts, the last one spanning further colons. */

/** Splits at the first five colons, leaving colons inside `${…}` alone. */
export function splitArn(text: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let braces = 0;
  for (let index = 0; index < text.length && parts.length < 5; index++) {
    const character = text[index];
    if (character === '$' && text[index + 1] === '{') braces++;
    else if (character === '}' && braces > 0) braces--;
    else if (character === ':' && braces === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
