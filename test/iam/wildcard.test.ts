import { expect } from 'chai';
import { matchesTokens, tokenize } from '../../iam/wildcard.js';

describe('wildcards', () => {
  const match = (pattern: string, text: string): boolean => matchesTokens(tokenize(pattern), text);

  it('match what they should', () => {
    for (const [pattern, text] of [
      ['*', ''],
      ['a*', 'a'],
      ['*a', 'bca'],
      ['a?c', 'abc'],
      ['a*b*c', 'a1b2b3c'],
      ['**', 'x'],
      ['?*', 'x'],
      ['*?', 'xy'],
      ['*ab', 'aab'],
      ['a*ab', 'aaab'],
    ] as const) {
      expect(match(pattern, text), `${pattern} ${text}`).to.equal(true);
    }
    for (const [pattern, text] of [
      ['', 'a'],
      ['a', ''],
      ['?', ''],
      ['a?c', 'ac'],
      ['a*b', 'abc'],
      ['*?a', 'a'],
      ['a*b*c', 'acb'],
    ] as const) {
      expect(match(pattern, text), `${pattern} ${text}`).to.equal(false);
    }
  });

  it('agree with regular expressions on every short pattern and text', () => {
    const words = (letters: string, length: number): string[] =>
      length === 0
        ? ['']
        : words(letters, length - 1).flatMap((word) => [word, ...[...letters].map((letter) => word + letter)]);
    const texts = [...new Set(words('ab', 4))];
    for (const pattern of new Set(words('ab*?', 3))) {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      for (const text of texts) expect(match(pattern, text), `${pattern} ${text}`).to.equal(expression.test(text));
    }
  });

  it('stay fast on patterns that blow regular expressions up', function () {
    this.timeout(2000);
    expect(match(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).to.equal(false);
    expect(match(`${'*?a'.repeat(200)}b`, 'a'.repeat(5000))).to.equal(false);
  });
});
