/** Exit codes of the command line: the one list of which their type, the help, the README and the verdict of a drill are made. */
import type { Outcome } from './result.js';

const EXIT_CODES = {
  held: { code: 0, meaning: 'held' },
  broken: { code: 1, meaning: 'broken' },
  usage: { code: 2, meaning: 'usage or configuration error, nothing was started' },
  inconclusive: { code: 3, meaning: 'inconclusive' },
  aborted: { code: 4, meaning: 'aborted, everything undone' },
  notUndone: { code: 5, meaning: 'something could not be undone' },
} as const;

type Listed = typeof EXIT_CODES;

/** What a verb ends with. */
export type ExitCode = Listed[keyof Listed]['code'];

/** What a drill ends with once it began. */
export type DrillExitCode = Exclude<ExitCode, Listed['usage']['code']>;

/** Every code with its meaning, in the order of the codes. */
export const exitMeanings: readonly string[] = Object.values(EXIT_CODES).map(
  ({ code, meaning }) => `${code} ${meaning}`,
);

/** The code of this name. */
export function exitCode<Name extends keyof Listed>(name: Name): Listed[Name]['code'] {
  return EXIT_CODES[name].code;
}

/** Every code with which a drill may end. */
export const drillExitCodes: readonly DrillExitCode[] = Object.values(EXIT_CODES)
  .map(({ code }) => code)
  .filter((code) => code !== EXIT_CODES.usage.code);

const NAMES: Readonly<Record<Outcome, Exclude<keyof Listed, 'usage'>>> = {
  held: 'held',
  'not applicable': 'held',
  broken: 'broken',
  inconclusive: 'inconclusive',
  aborted: 'aborted',
};

/** Code of a drill by its outcome. What could not be undone outweighs all that was found. */
export function drillExitCode(outcome: Outcome, leftBehind: boolean): DrillExitCode {
  return EXIT_CODES[leftBehind ? 'notUndone' : NAMES[outcome]].code;
}
