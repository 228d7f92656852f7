import { trail, watch } from './patches.js';
import type { RuleCase } from './rule-case.js';

/** Faults of the organization trail and the records it keeps. */
export const trailCases: readonly RuleCase[] = [
  {
    rule: 'O01',
    fault: 'no organization trail',
    overlay: trail('{ organization: false }'),
    expects: /BG_TRAIL_MISSING \[management\] there is no organization trail$/,
  },
  {
    rule: 'O02',
    fault: 'a trail that is switched off',
    overlay: trail('{ logging: false }'),
    expects: /BG_TRAIL_OFF \[management\] trail "organization-trail" is not logging$/,
  },
  {
    rule: 'O03',
    fault: 'a trail of one Region',
    overlay: trail('{ multiRegion: false }'),
    expects: /BG_TRAIL_ONE_REGION \[management\] .* records eu-west-1 alone/,
  },
  {
    rule: 'O05',
    fault: 'a trail of writes',
    overlay: trail('{ records: WriteOnly }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out a hop into the break-glass role$/,
  },
  {
    rule: 'O05',
    fault: 'a trail of reads',
    overlay: trail('{ records: ReadOnly }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out a console sign-in$/,
  },
  {
    rule: 'O05',
    fault: 'a trail without global services',
    overlay: trail('{ globalServiceEvents: false }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out a console sign-in$/,
  },
  {
    rule: 'O08',
    fault: 'a trail without a log group',
    overlay: trail('{ logGroup: null }'),
    expects: /BG_TRAIL_WITHOUT_LOGS \[management\]/,
  },
  {
    rule: 'O09',
    fault: 'a trail that writes to another log group',
    overlay: watch(
      '{ trails: { organization-trail: { logGroup: other } }, logGroups: { other: { region: eu-west-1 } } }',
    ),
    expects: /BG_ALARM_FILTER_ELSEWHERE \[management\] .* writes to "other"$/,
  },
  {
    rule: 'O05',
    fault: 'a trail of nothing',
    overlay: trail('{ records: None }'),
    expects: /BG_TRAIL_SELECTORS \[management\] .* leave out all management events$/,
  },
  {
    rule: 'O44',
    fault: 'a trail without validation',
    overlay: trail('{ fileValidation: false }'),
    expects: /BG_TRAIL_NOT_VALIDATED \[management\] trail "organization-trail" does not validate its log files$/,
  },
  {
    rule: 'O45',
    fault: 'a month of records',
    overlay: watch('{ logGroups: { organization-trail: { retentionDays: 30 } } }'),
    expects: /BG_RECORDS_SHORT_LIVED \[management\] log group "organization-trail" keeps records for 30 days/,
  },
];
