/** How AWS notices: records of calls, the pattern languages that pick some out, and alarms. Pure; time is in milliseconds. */
export { evaluateAlarm, evaluationInterval, nextEvaluation, nextStateChange } from './alarm.js';
export type { AlarmDefinition, AlarmEvaluation, AlarmState, MetricSample } from './alarm.js';
export { compileAlarmRule } from './alarm-rule.js';
export type { CallerFacts } from './caller-identity.js';
export type { CloudTrailEvent } from './cloudtrail-event.js';
export { apiCallRecords, globalServiceRegion, isReadOnly } from './cloudtrail-record.js';
export type { ApiCallFacts } from './cloudtrail-record.js';
export { loginRecords } from './login-record.js';
export { portalEntryRecord, portalSignInRecords } from './portal-record.js';
export type { PortalFacts } from './portal-record.js';
export { eventBridgeEvent } from './event-envelope.js';
export type { EventBridgeEvent } from './event-envelope.js';
export { compileEventPattern } from './event-pattern.js';
export { compileFilterPolicy } from './filter-policy.js';
export type { FilteredMessage } from './filter-policy.js';
export { compileMetricFilter, compileRecordFilter, extractedValues, metricValue } from './metric-filter-match.js';
export { isPatternError, PatternError } from './pattern-error.js';
export {
  ALIAS_COOKIE_REGIONS,
  checkMfaRecord,
  consoleLoginRecord,
  signInRegion,
  switchRoleRecords,
} from './sign-in-record.js';
export type { SignInFacts, SignInOutcome, SwitchRoleFacts } from './sign-in-record.js';
export { pageIn, usesIn } from './uses.js';
export type { UserOfRole, UseRecords } from './uses.js';
