/** Policies of an organization document that AWS would not store: the twin is not built with them. */
import { usageError } from '../../base/errors.js';
import { documentOf } from '../../organization/documents.js';
import type { AccountContent, Organization, Statements } from '../../organization/model.js';
import { guardrailQuotas, validatePolicyDocument } from '../access/policy-validation/index.js';
import type { PolicyKind, PolicyProblem } from '../access/policy-validation/index.js';

/** A policy of the document and where it stands. */
interface Placed {
  kind: PolicyKind;
  place: string;
  statements: Statements;
}

/** Throws a usage error that names the first policy that AWS would refuse, and why. Quotas are those of today. */
export function checkDocuments(organization: Organization): void {
  // Most accounts hold the same texts: each is looked at once.
  const known = new Map<string, PolicyProblem | undefined>();
  const limit = guardrailQuotas(Number.POSITIVE_INFINITY).scpCharacters;
  for (const { kind, place, statements } of policiesOf(organization)) {
    const text = JSON.stringify(documentOf(statements));
    const key = `${kind} ${text}`;
    if (!known.has(key)) known.set(key, validatePolicyDocument(kind, text, kind === 'scp' ? limit : undefined));
    const problem = known.get(key);
    if (problem)
      throw usageError(
        `AWS would not store ${place}: ${problem.detail}`,
        `It would answer ${problem.code}. Write the policy as AWS takes it.`,
      );
  }
}

function* policiesOf(organization: Organization): Generator<Placed> {
  for (const [name, account] of [...Object.entries(organization.accounts), ...Object.entries(organization.outsiders)])
    yield* policiesOfAccount(name, account);
  for (const [name, { statements }] of Object.entries(organization.serviceControlPolicies))
    yield { kind: 'scp', place: `the service control policy ${name}`, statements };
  for (const [name, { statements }] of Object.entries(organization.resourceControlPolicies))
    yield { kind: 'rcp', place: `the resource control policy ${name}`, statements };
}

function* policiesOfAccount(accountName: string, account: AccountContent): Generator<Placed> {
  for (const [name, { trust }] of Object.entries(account.roles))
    yield { kind: 'trust', place: `the trust policy of role ${name} in ${accountName}`, statements: trust };
  for (const [name, { statements }] of Object.entries(account.policies))
    yield { kind: 'managed', place: `the policy ${name} in ${accountName}`, statements };
  for (const holders of [account.users, account.groups, account.roles]) {
    for (const [holder, { policies }] of Object.entries(holders)) {
      for (const [name, statements] of Object.entries(policies))
        yield { kind: 'inline', place: `the policy ${name} of ${holder} in ${accountName}`, statements };
    }
  }
}
