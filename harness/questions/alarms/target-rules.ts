/** Event rules of member accounts: what they can see of a hop into their account, whose record does not name the user. */
import { compileEventPattern, eventBridgeEvent, apiCallRecords, isPatternError } from '../../../monitoring/index.js';
import type { CloudTrailEvent } from '../../../monitoring/index.js';
import type { EventRule } from '../../../organization/monitoring-model.js';
import { spelt } from '../../monitoring/alarm-topics.js';
import { collect } from '../../configuration/collect.js';
import type { Inspected, Rule } from '../../configuration/rule.js';
import { accountsInScope, breakGlassUsers, management, roleArnIn, roleName } from '../../configuration/inspected.js';

/**
 * A rule that is about break glass by its words and sees nothing of it (IAM user guide, "Logging IAM and AWS STS API calls":
 * the record of the other account holds the caller's account and unique id, and no name).
 */
export const rulesThatAskForNames: Rule = {
  id: 'O11',
  title: 'a rule of a member account asks for a name that is not in its records',
  code: 'BG_ALARM_PATTERN',
  inspect: (inspected) => {
    const names = [roleName(inspected), ...breakGlassUsers(inspected).map(({ name }) => name)];
    const members = accountsInScope(inspected).filter(({ name }) => name !== management(inspected).name);
    return collect(
      members.flatMap(({ name: account, account: { id, monitoring } }) =>
        Object.entries(monitoring.eventRules)
          .filter(([, { pattern }]) => names.some((name) => JSON.stringify(pattern).includes(name)))
          .filter(
            ([, rule]) =>
              !rule.regions.some((region) =>
                hopsInto(inspected, id, region).some((record) => sees(rule, region, record)),
              ),
          )
          .map(([key]) => ({
            account,
            explanation: {
              code: 'BG_ALARM_PATTERN',
              cause: `event rule "${key.split('@')[0] ?? key}" sees no hop into its account, because the record there does not name the user`,
            },
          })),
      ),
    );
  },
};

/** Records that the account gets of a hop by each user. */
function hopsInto(inspected: Inspected, accountId: string, region: string): CloudTrailEvent[] {
  const newId = (): string => '00000000-0000-0000-0000-000000000000';
  const home = management(inspected).account.id;
  return breakGlassUsers(inspected)
    .flatMap(({ name, arn, id }) =>
      apiCallRecords(
        {
          service: 'sts',
          operation: 'AssumeRole',
          region,
          at: inspected.now,
          caller: {
            kind: 'user',
            accountId: home,
            userId: id,
            userName: name,
            arn,
            session: { issuedAt: inspected.now, mfa: true },
          },
          sourceIp: '192.0.2.1',
          userAgent: 'drill',
          requestId: newId(),
          input: { RoleArn: roleArnIn(inspected, accountId), RoleSessionName: 'drill' },
          resourceAccount: accountId,
        },
        newId,
      ),
    )
    .filter(({ recipientAccountId }) => recipientAccountId === accountId);
}

/** A pattern that EventBridge would refuse sees nothing. */
function sees({ pattern }: EventRule, region: string, record: CloudTrailEvent): boolean {
  try {
    return compileEventPattern(JSON.parse(spelt(JSON.stringify(pattern), region)))(eventBridgeEvent(record));
  } catch (error) {
    if (isPatternError(error)) return false;
    throw error;
  }
}
