/** Rules about records as evidence: whether a change would show, and how long they are kept. */
import { collect } from '../../configuration/collect.js';
import type { Inspected, Rule } from '../../configuration/rule.js';
import { management } from '../../configuration/inspected.js';

/** A year: the time between two audits (AWS Security Hub, control CloudWatch.16). */
const LEAST_DAYS = 365;

export const recordsKept: readonly Rule[] = [
  {
    id: 'O44',
    title: 'the trail does not validate its log files',
    code: 'BG_TRAIL_NOT_VALIDATED',
    inspect: (inspected) =>
      collect(
        organizationTrails(inspected)
          .filter(([, { fileValidation }]) => !fileValidation)
          .map(([name]) => ({
            account: management(inspected).name,
            explanation: { code: 'BG_TRAIL_NOT_VALIDATED', cause: `trail "${name}" does not validate its log files` },
          })),
      ),
  },
  {
    id: 'O45',
    title: 'records are not kept for a year',
    code: 'BG_RECORDS_SHORT_LIVED',
    inspect: (inspected) => {
      const { logGroups } = management(inspected).account.monitoring;
      return collect(
        organizationTrails(inspected).flatMap(([, { logGroup, region }]) => {
          const [found] = Object.entries(logGroups).filter(
            ([key, group]) => key.split('@')[0] === logGroup && group.region === region,
          );
          const days = found?.[1].retentionDays;
          if (days === undefined || days >= LEAST_DAYS) return [];
          return [
            {
              account: management(inspected).name,
              explanation: {
                code: 'BG_RECORDS_SHORT_LIVED',
                cause: `log group "${logGroup ?? ''}" keeps records for ${days} days, and a year is between two audits`,
              },
            },
          ];
        }),
      );
    },
  },
];

function organizationTrails(
  inspected: Inspected,
): [string, ReturnType<typeof management>['account']['monitoring']['trails'][string]][] {
  return Object.entries(management(inspected).account.monitoring.trails)
    .filter(([, { organization }]) => organization)
    .map(([key, trail]) => [key.split('@')[0] ?? key, trail]);
}
