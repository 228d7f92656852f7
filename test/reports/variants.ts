/** One result of every kind of ending, for tests of the writers. */
import type { DrillResult, Outcome } from '../../reports/result.js';
import { syntheticResult } from './synthetic.js';

const size = { accounts: 24, ous: 6, exceptions: 0, alarmPoints: 40 };

/** The sound result with every check of its first scenario turned into this outcome. */
function ending(outcome: Outcome, exitCode: DrillResult['drill']['exitCode'], reason: string): DrillResult {
  const sound = syntheticResult(size);
  const scenarios = sound.scenarios.map((scenario, index) =>
    index > 0
      ? scenario
      : {
          ...scenario,
          outcome,
          checks: scenario.checks.map(({ id, title, controls }) => ({ id, title, controls, outcome, reason })),
        },
  );
  return { ...sound, drill: { ...sound.drill, outcome, exitCode }, scenarios };
}

/** Results by the name of their ending. */
export function variants(): Record<string, DrillResult> {
  const aborted = ending('aborted', 4, 'stopped by SIGINT');
  return {
    held: syntheticResult(size),
    broken: syntheticResult({ ...size, exceptions: 7 }),
    'held, with accepted findings': accepted(syntheticResult({ ...size, exceptions: 7 })),
    inconclusive: ending('inconclusive', 3, 'the identity provider could still be reached'),
    aborted: {
      ...aborted,
      matrix: {
        accounts: aborted.matrix.accounts.map(({ id, name, ou }) => ({ id, name, ou, users: {} })),
        counts: [],
        exceptions: [],
      },
      alarms: [],
      uses: [],
      coverage: [],
    },
    'not undone': {
      ...ending('broken', 5, 'could not be undone'),
      notUndone: [
        { what: 'The identity provider is down', finish: 'Start the identity provider again and sign in once.' },
      ],
      premises: [
        {
          scenario: 'identity-provider-failure',
          title: 'The identity provider is down',
          how: 'it answers nobody',
          putBack: 'not undone',
        },
      ],
    },
    'delivered by the target': {
      ...syntheticResult(size),
      deliveries: [
        { place: 'log group trail', seconds: 12.34 },
        { place: 'EventBridge in eu-west-1' },
        { place: 'EventBridge in us-east-1', notTried: 'takes no events of AWS from others' },
      ],
    },
    'thousands of accounts': syntheticResult({ accounts: 3000, ous: 40, exceptions: 60, alarmPoints: 500 }),
    'nothing but people': withoutCells(syntheticResult(size)),
    'long names': withLongNames(syntheticResult({ ...size, exceptions: 7 })),
  };
}

/** The broken result with everything accepted that broke, and exceptions that accept nothing. What is inconclusive there is left out. */
function accepted(result: DrillResult): DrillResult {
  const acceptance = {
    owner: 'head of platform',
    reason: 'the accounts are closed at the end of the year',
    until: '2026-12-31',
  };
  const stale = { owner: 'somebody', reason: 'it was known once', beyond: [] };
  const conclusive = <T extends { outcome: Outcome }>(of: readonly T[]): T[] =>
    of.filter(({ outcome }) => outcome !== 'inconclusive');
  return {
    ...result,
    drill: { ...result.drill, outcome: 'held', exitCode: 0 },
    scenarios: result.scenarios.map((scenario) => ({
      ...scenario,
      outcome: 'held',
      checks: conclusive(scenario.checks).map((check) =>
        check.outcome === 'broken' ? { ...check, accepted: [acceptance] } : check,
      ),
    })),
    matrix: {
      ...result.matrix,
      exceptions: conclusive(result.matrix.exceptions).map((cell) => ({ ...cell, accepted: true })),
    },
    findings: result.findings.map((finding) => ({ ...finding, accepted: acceptance })),
    exceptions: [
      ...result.findings.map(({ code }) => ({ ...acceptance, id: code, state: 'accepts' as const, beyond: [] })),
      { ...stale, id: 'BG_TRUST_TOO_WIDE', until: '2026-06-30', state: 'expired' },
      { ...stale, id: 'BG_ROLE_POWERLESS', until: '2027-06-30', state: 'matches nothing' },
      {
        ...stale,
        id: 'BG_ALARM_NOISE',
        accounts: ['management'],
        until: '2027-06-30',
        state: 'outgrown',
        beyond: ['network'],
      },
    ],
  };
}

function withoutCells({ custody, ...result }: DrillResult): DrillResult {
  return {
    ...result,
    ...(custody ? { custody } : {}),
    scenarios: result.scenarios.slice(1),
    matrix: { accounts: [], counts: [], exceptions: [] },
    alarms: [],
    uses: [],
    coverage: [],
    residualRisks: [],
    premises: [],
    inventory: {
      ...result.inventory,
      accounts: { active: 1, tested: 0, notActive: 0, excluded: 1 },
      breakGlassUsers: ['break-glass-1'],
    },
  };
}

/** Names as long as AWS allows, and nowhere to break them: 50 characters of an account, 128 of an OU, 64 of a user. */
function withLongNames(result: DrillResult): DrillResult {
  const long = (name: string, length: number): string => name.padEnd(length, 'x');
  const text = JSON.stringify(result)
    .replaceAll(/team-(\d{4})-\w+/g, (_, number: string) => long(`team${number}`, 50))
    .replaceAll(/unit-(\d\d)/g, (_, number: string) => long(`unit${number}`, 128))
    .replaceAll(/break-glass-(\d)/g, (_, number: string) => long(`breakglass${number}`, 64))
    .replaceAll(/custodian (\d)/g, (_, number: string) => long(`custodian${number}`, 64));
  return JSON.parse(text) as DrillResult;
}
