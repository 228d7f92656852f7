/** Rule expressions of composite alarms (API reference, PutCompositeAlarm, AlarmRule). */
import type { AlarmState } from './alarm.js';
import { PatternError } from './pattern-error.js';

/** Longest rule, in characters (same page). */
const LONGEST_RULE = 10_240;

/** Deepest nesting of parentheses and NOT that is read. */
const DEEPEST_RULE = 100;

export interface AlarmRule {
  /** The alarms that the rule names, by name or ARN, each once. */
  alarms: string[];
  /** True if the composite alarm is in ALARM. An alarm without a state counts as INSUFFICIENT_DATA. */
  inAlarm(stateOf: (alarm: string) => AlarmState | undefined): boolean;
}

type StateOf = (alarm: string) => AlarmState | undefined;
type Expression = (stateOf: StateOf) => boolean;

interface Parser {
  tokens: readonly string[];
  position: number;
  depth: number;
  alarms: Set<string>;
}

/** Compiles a rule such as `ALARM("a") AND NOT OK(b)`; NOT binds closest, then AND. Throws a `PatternError`. */
export function compileAlarmRule(rule: string): AlarmRule {
  if (rule.length > LONGEST_RULE) throw refused(`the rule must be at most ${LONGEST_RULE} characters long`);
  const parser: Parser = { tokens: tokenize(rule), position: 0, depth: 0, alarms: new Set() };
  const inAlarm = parseOr(parser);
  const rest = parser.tokens[parser.position];
  if (rest !== undefined) throw refused(`unexpected ${rest}`);
  return { alarms: [...parser.alarms], inAlarm };
}

function tokenize(rule: string): string[] {
  const tokens = rule.match(/[()]|"(?:[^"\\]|\\[^])*"|[^\s()"]+|\S/g) ?? [];
  return [...tokens];
}

function parseOr(parser: Parser): Expression {
  const parts = [parseAnd(parser)];
  while (takeWord(parser, 'OR')) parts.push(parseAnd(parser));
  return (stateOf) => parts.some((part) => part(stateOf));
}

function parseAnd(parser: Parser): Expression {
  const parts = [parseNot(parser)];
  while (takeWord(parser, 'AND')) parts.push(parseNot(parser));
  return (stateOf) => parts.every((part) => part(stateOf));
}

function parseNot(parser: Parser): Expression {
  if (++parser.depth > DEEPEST_RULE) throw refused('it is nested too deeply');
  const expression = takeWord(parser, 'NOT') ? negated(parseNot(parser)) : parsePrimary(parser);
  parser.depth--;
  return expression;
}

function negated(expression: Expression): Expression {
  return (stateOf) => !expression(stateOf);
}

function parsePrimary(parser: Parser): Expression {
  if (takeWord(parser, '(')) {
    const inner = parseOr(parser);
    expectWord(parser, ')');
    return inner;
  }
  if (takeWord(parser, 'TRUE')) return () => true;
  if (takeWord(parser, 'FALSE')) return () => false;
  const state = (['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).find((word) => takeWord(parser, word));
  if (!state) throw refused(`unexpected ${parser.tokens[parser.position] ?? 'end'}`);
  expectWord(parser, '(');
  const alarm = parseName(parser);
  expectWord(parser, ')');
  parser.alarms.add(alarm);
  return (stateOf) => (stateOf(alarm) ?? 'INSUFFICIENT_DATA') === state;
}

/** A name or an ARN, quoted if it has spaces or parentheses. */
function parseName(parser: Parser): string {
  const token = parser.tokens[parser.position++] ?? '';
  if (token === '' || token === '(' || token === ')' || token === '"') throw refused('an alarm name is missing');
  return token.startsWith('"') ? token.slice(1, -1).replaceAll(/\\([^])/g, '$1') : token;
}

function takeWord(parser: Parser, word: string): boolean {
  if (parser.tokens[parser.position] !== word) return false;
  parser.position++;
  return true;
}

function expectWord(parser: Parser, word: string): void {
  if (!takeWord(parser, word)) throw refused(`${word} is missing`);
}

function refused(why: string): PatternError {
  return new PatternError(`AlarmRule is invalid: ${why}`);
}
