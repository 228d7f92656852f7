/**
 * The regular expressions of CloudWatch Logs filter patterns, between `%` and `%`: no groups, a small alphabet
 * (CloudWatch Logs user guide, "Supported regular expressions (regex) syntax").
 */
import { PatternError } from './pattern-error.js';

/** One step of a regular expression: a character out of a class, the beginning or the end of the text. */
export type RegexAtom = { kind: 'class'; matches: (code: number) => boolean } | { kind: 'start' } | { kind: 'end' };

/** An atom and how often it may stand there; `maximum` is `Infinity` for no bound. */
export interface RegexTerm {
  atom: RegexAtom;
  minimum: number;
  maximum: number;
}

const LITERAL = /[A-Za-z0-9:_#=@/;, \t-]/;
const OPERATORS = '^$?[]{}|\\*+.';

/** Most repetitions in braces; keeps the automaton small. */
const MOST_REPETITIONS = 255;

/** Parses a regular expression into its alternatives. Throws a `PatternError`. */
export function parseRegex(source: string): RegexTerm[][] {
  const parser = { source, position: 0 };
  const alternatives: RegexTerm[][] = [[]];
  while (parser.position < source.length) {
    if (source[parser.position] === '|') {
      parser.position++;
      alternatives.push([]);
    } else alternatives.at(-1)?.push(parseTerm(parser));
  }
  if (source === '') throw refused(source);
  return alternatives;
}

interface Parser {
  source: string;
  position: number;
}

function parseTerm(parser: Parser): RegexTerm {
  const atom = parseAtom(parser);
  const { minimum, maximum } = parseQuantifier(parser);
  if (atom.kind !== 'class' && (minimum !== 1 || maximum !== 1)) throw refused(parser.source);
  return { atom, minimum, maximum };
}

function parseAtom(parser: Parser): RegexAtom {
  const character = parser.source.charAt(parser.position++);
  if (character === '^') return { kind: 'start' };
  if (character === '$') return { kind: 'end' };
  if (character === '.') return { kind: 'class', matches: () => true };
  if (character === '[') return { kind: 'class', matches: parseClass(parser) };
  if (character === '\\') return { kind: 'class', matches: parseEscape(parser) };
  if (!LITERAL.test(character)) throw refused(parser.source);
  return { kind: 'class', matches: is(character) };
}

function parseQuantifier(parser: Parser): { minimum: number; maximum: number } {
  const character = parser.source[parser.position];
  const simple = { '*': [0, Infinity], '+': [1, Infinity], '?': [0, 1] }[character ?? ''];
  if (simple) {
    parser.position++;
    return { minimum: simple[0] ?? 0, maximum: simple[1] ?? 0 };
  }
  if (character !== '{') return { minimum: 1, maximum: 1 };
  const braces = /^\{ *(\d*) *(, *(\d*) *)?\}/.exec(parser.source.slice(parser.position));
  const [whole = '', from = '', range, to = ''] = braces ?? [];
  if (from === '' && to === '') throw refused(parser.source);
  parser.position += whole.length;
  const minimum = Number(from);
  const maximum = range === undefined ? minimum : to === '' ? Infinity : Number(to);
  if (minimum > maximum || minimum > MOST_REPETITIONS || (maximum !== Infinity && maximum > MOST_REPETITIONS))
    throw refused(parser.source);
  return { minimum, maximum };
}

/** The class after its opening bracket. */
function parseClass(parser: Parser): (code: number) => boolean {
  const negated = parser.source[parser.position] === '^';
  if (negated) parser.position++;
  const members: ((code: number) => boolean)[] = [];
  for (;;) {
    const character = parser.source.charAt(parser.position++);
    if (character === ']' && members.length > 0) break;
    if (character === '\\') {
      members.push(parseEscape(parser));
      continue;
    }
    if (
      character === ']' ||
      character === '[' ||
      character === '' ||
      !(LITERAL.test(character) || OPERATORS.includes(character))
    ) {
      throw refused(parser.source);
    }
    const to = parser.source.charAt(parser.position + 1);
    if (parser.source[parser.position] === '-' && to !== ']' && to !== '') {
      parser.position += 2;
      if (!LITERAL.test(to) || to < character) throw refused(parser.source);
      members.push((code) => code >= character.charCodeAt(0) && code <= to.charCodeAt(0));
    } else members.push(is(character));
  }
  return (code) => members.some((matches) => matches(code)) !== negated;
}

/** What stands after a backslash: a class of characters, a character's number, or an operator meant literally. */
function parseEscape(parser: Parser): (code: number) => boolean {
  const character = parser.source.charAt(parser.position++);
  if (character === 'x') {
    const hex = parser.source.slice(parser.position, parser.position + 2);
    if (!/^[0-9A-Fa-f]{2}$/.test(hex)) throw refused(parser.source);
    parser.position += 2;
    return (code) => code === Number.parseInt(hex, 16);
  }
  const named = classes[character.toLowerCase()];
  if (named) return character === character.toLowerCase() ? named : (code) => !named(code);
  if (
    character === '' ||
    !(OPERATORS.includes(character) || /[^A-Za-z0-9 \t]/.test(character)) ||
    !/[ -~]/.test(character) ||
    '()'.includes(character)
  ) {
    throw refused(parser.source);
  }
  return is(character);
}

const between = (code: number, from: string, to: string): boolean =>
  code >= from.charCodeAt(0) && code <= to.charCodeAt(0);

const classes: Readonly<Record<string, (code: number) => boolean>> = {
  d: (code) => between(code, '0', '9'),
  s: (code) => ' \t\n'.includes(String.fromCharCode(code)),
  w: (code) =>
    between(code, '0', '9') || between(code, 'a', 'z') || between(code, 'A', 'Z') || code === '_'.charCodeAt(0),
};

function is(character: string): (code: number) => boolean {
  const expected = character.charCodeAt(0);
  return (code) => code === expected;
}

function refused(source: string): PatternError {
  return new PatternError(`Invalid regular expression %${source}%`);
}
