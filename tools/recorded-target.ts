/** What a whole drill of the landing zone found on an endpoint: kept beside the suite that plays it, which fails when the endpoint answers otherwise. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { DrillResult } from '../reports/result.js';

/** Endpoints that other suites play, and the file of each. */
export const recordedTargets = [
  { title: 'LocalStack 4.14.0', file: 'test/localstack/found.json' },
  { title: 'moto 5.2.5', file: 'test/moto/found.json' },
] as const;

/** What of a result says what the target can do; nothing that differs from run to run. */
export interface RecordedTarget {
  capabilities: { capability: string; able: boolean; asked: string; answer: string }[];
  checks: { scenario: string; check: string; found: string }[];
}

/** Ids that an endpoint draws anew each time it starts. */
const DRAWN = /(breakglass-drill-probe|ssoins|AWSReservedSSO_[A-Za-z]+|\bo|\bp)([-_])[0-9a-z]{8,}/g;

export function recordOf({ target, scenarios }: DrillResult): RecordedTarget {
  return {
    capabilities: (target.answers ?? []).map(({ capability, able, asked, answer }) => ({
      capability,
      able,
      asked,
      answer: answer.trim().replace(DRAWN, '$1$2…'),
    })),
    checks: scenarios.flatMap(({ id, checks }) =>
      checks.map(({ title, outcome, evidence }) => ({
        scenario: id,
        check: title,
        found: outcome === 'not applicable' || evidence === undefined ? outcome : `${outcome} (${evidence})`,
      })),
    ),
  };
}

/** The record in a file; with `RECORD=true` in the environment, the one given, which is written there first. */
export function recordedIn(file: string, now: RecordedTarget): RecordedTarget {
  if (process.env['RECORD'] === 'true') writeFileSync(file, `${JSON.stringify(now, undefined, 2)}\n`);
  return readRecorded(file);
}

export function readRecorded(file: string): RecordedTarget {
  return JSON.parse(readFileSync(file, 'utf8')) as RecordedTarget;
}
