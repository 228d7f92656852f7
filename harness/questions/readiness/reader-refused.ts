/** What keeps the reader from reading, from what AWS answered and what else was read. Pure. */
import type { Unread } from '../../../aws/snapshot/snapshot.js';
import { labelled } from '../../causes/access.js';
import { denies, organizationKeys } from '../../causes/guarded.js';
import type { Asked, Guarded } from '../../causes/guarded.js';
import { missingAllow } from '../../causes/guardrails.js';
import { byOwnPolicies, sessionRequest } from '../../causes/own-policies.js';
import { conditionsOf, conditionWords } from '../../causes/trust-conditions.js';
import { ownPolicies, reachedBy, scpLevels } from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';

/** AWS's text about a session (IAM user guide, "Troubleshoot access denied error messages"). */
const REFUSED =
  /assumed-role\/(?<role>[\w+=,.@-]+)\/\S+ is not authorized to perform: (?<action>[\w:-]+) .*?(?<how>with an explicit deny in|because no) (?:an? )?(?<type>[\w -]+ (?:policy|boundary))/s;

/** The end of a sentence: policy, statement and condition. Nothing where none of what was read says so. */
export function refusedBy(inspected: Inspected, { account: { name }, why }: Unread): string {
  const { role = '', action = '', how = '', type = '' } = REFUSED.exec(why)?.groups ?? {};
  const account = inspected.snapshot.organization.accounts[name];
  if (!account || role === '') return '';
  const target = { name, account };
  const explicit = how.startsWith('with');
  if (type === 'service control policy')
    return readersOf(inspected, target, role)
      .map((who) =>
        explicit ? byGuardrails(inspected, target, who, action) : byLackOfAllow(inspected, target, who, action),
      )
      .reduce((one, other) => (one === '' ? other : one), '');
  return type === 'identity-based policy' ? bySet(inspected, target, { role, action, explicit }) : '';
}

/** The role behind a session of Identity Center: its path has the Region of the instance, but for us-east-1. */
function readersOf({ snapshot }: Inspected, { account }: NamedAccount, role: string): Guarded[] {
  const { organization } = snapshot;
  return [`${organization.homeRegion}/`, ''].map((region) => ({
    arn: `arn:${organization.partition}:iam::${account.id}:role/aws-reserved/sso.amazonaws.com/${region}${role}`,
    tags: {},
    keys: organizationKeys(organization.id, [organization.rootId]),
  }));
}

/** IAM and Organizations are called there; a guardrail about Regions says the same of others. */
const asking = (action: string): Asked => ({ action, resource: '*', region: 'us-east-1' });

function byGuardrails(inspected: Inspected, target: NamedAccount, who: Guarded, action: string): string {
  const { organization } = inspected.snapshot;
  const told = Object.entries(organization.serviceControlPolicies)
    .filter(([, policy]) => reachedBy(inspected, policy).some(({ name }) => name === target.name))
    .flatMap(([name, { statements }]) =>
      labelled(statements).flatMap(({ label, statement }) => {
        const document = { Version: '2012-10-17', Statement: statement };
        if (statement.Effect !== 'Deny' || !denies(document, who, asking(action))) return [];
        const conditions = conditionsOf(statement);
        const where = conditions.length > 0 ? ` where ${conditionWords(conditions)}` : '';
        const known = inspected.declared.serviceControlPolicies[name] !== undefined;
        return [
          `policy "${name}"${known ? '' : ', which the document does not declare'}, statement "${label}", denies it${where}`,
        ];
      }),
    );
  return told.length > 0 ? `: ${told.join('; ')}` : '';
}

function byLackOfAllow(inspected: Inspected, target: NamedAccount, who: Guarded, action: string): string {
  const cause = missingAllow(scpLevels(inspected, target), who, [action])?.cause;
  return cause === undefined ? '' : `: ${cause}`;
}

/** What the permission set itself denies, or allows under other conditions. */
function bySet(
  { snapshot }: Inspected,
  { account }: NamedAccount,
  { role, action, explicit }: { role: string; action: string; explicit: boolean },
): string {
  const { permissionSets } = snapshot.organization.identityCenter;
  const [, name = ''] = /^AWSReservedSSO_(.*)_[0-9a-f]+$/.exec(role) ?? [];
  const set = permissionSets[name];
  if (!set) return '';
  const { permissionsBoundary: _boundary, ...policies } = set;
  const arn = `arn:${snapshot.organization.partition}:iam::${account.id}:role/${role}`;
  return byOwnPolicies(
    ownPolicies(policies, account, snapshot.awsPolicies),
    { type: 'identity-based policy', explicit },
    sessionRequest({ arn, roleName: role, accountId: account.id, action }),
  );
}
