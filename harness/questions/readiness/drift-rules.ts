/**
 * Rules about what differs between the organization document and the organization as it was read, in both directions: what
 * somebody changed there and nobody wrote down was never looked at. Monitoring has rules that look at everything that stands.
 */
import type { Organization } from '../../../organization/model.js';
import type { FindingCode } from '../../causes/explanation.js';
import { collect } from '../../configuration/collect.js';
import { accountsRead, management, oncePerInspection, reachedBy } from '../../configuration/inspected.js';
import type { Inspected, Problem, Rule, Subject } from '../../configuration/rule.js';
import { mfa } from '../access/mfa-rules.js';
import { permissions } from '../access/permission-rules.js';
import { roles } from '../access/role-rules.js';
import { users } from '../access/user-rules.js';
import { identityCenter } from '../federation/identity-center-rules.js';
import { guardrails } from '../guardrails/guardrail-rules.js';
import { organization } from '../guardrails/organization-rules.js';
import { identityThings } from './drift-identities.js';
import { guardrailThings, identityCenterThings } from './drift-organization.js';
import { differences } from './drift-things.js';
import type { Difference, Thing } from './drift-things.js';

/** A difference, and the accounts that have it. */
interface Placed extends Difference {
  accounts: readonly string[];
}

const OTHERS: readonly Rule[] = [users, mfa, roles, permissions, guardrails, organization, identityCenter].flatMap(
  ({ rules }) => rules,
);

/** Causes that other rules tell: a difference that one of them explains is told once. */
const toldElsewhere = oncePerInspection((inspected): string[] =>
  OTHERS.flatMap((rule) => rule.inspect(inspected).map(({ cause }) => cause)),
);

function explained(inspected: Inspected, { name }: Difference): boolean {
  return toldElsewhere(inspected).some((cause) => cause.includes(name));
}

const inAccounts = oncePerInspection((inspected): Placed[] => {
  const { snapshot, declared, file } = inspected;
  return accountsRead(inspected).flatMap(({ name, account }) => {
    const document = declared.accounts[name];
    // An account that no document knows is entered and judged as every other is.
    if (!document) return [];
    const untold = new Set(
      snapshot.unread
        .filter(({ account: { id }, part }) => id === account.id && part === 'credentials')
        .map(({ what }) => what),
    );
    const things = (of: Organization['accounts'][string]): Thing[] =>
      identityThings(of, {
        managementAccountId: management(inspected).account.id,
        breakGlassRole: file.breakGlass.role,
        providers: !snapshot.unread.some(
          ({ account: { id }, part, what }) =>
            id === account.id && part === 'SAML providers' && what !== 'who signs for the SAML providers',
        ),
        credentialsOf: (user) => !untold.has(`credentials of user "${user}"`),
      });
    const moved: Placed[] =
      document.ou === account.ou
        ? []
        : [{ kind: 'changed', place: 'an account', name: '', told: `it stands in "${account.ou}"`, accounts: [name] }];
    const found = [...differences(things(document), things(account)), ...furtherKeys(inspected, name)];
    return [...moved, ...found.map((one) => ({ ...one, accounts: [name] }))];
  });
});

/** IAM lets a user have two access keys, and a document plans one: the other works beside it, wherever it is kept. */
function furtherKeys({ snapshot, declared }: Inspected, account: string): Difference[] {
  return Object.entries(snapshot.accessKeys[account] ?? {}).flatMap(([user, keys]) => {
    if (declared.accounts[account]?.users[user] === undefined) return [];
    const active = keys.filter((key) => key.active).sort((left, right) => (left.created < right.created ? -1 : 1));
    return active.slice(1).map(({ ending, created }) => ({
      kind: 'added',
      place: `one more access key of user "${user}" (…${ending}, made ${created.slice(0, 10)})`,
      name: `access key of user "${user}"`,
      told: '',
    }));
  });
}

const ofOrganization = oncePerInspection((inspected): Placed[] => {
  const { snapshot, declared } = inspected;
  const read = (part: string): boolean => !snapshot.unread.some((one) => one.part === part);
  const compared = (things: (of: Organization) => Thing[]): Difference[] =>
    differences(things(declared), things(snapshot.organization));
  return [
    ...(read('guardrails') && snapshot.policyTypes.length > 0 ? compared(guardrailsOf(snapshot.policyTypes)) : []),
    ...(read('Identity Center') && !hasNone(snapshot.organization) ? compared(identityCenterThings) : []),
  ].map((one) => ({ ...one, accounts: accountsOf(inspected, one) }));
});

/** Where service control policies are not enabled, none is attached: a rule of guardrails says that once for all of them. */
function guardrailsOf(policyTypes: readonly string[]): (of: Organization) => Thing[] {
  const enabled = policyTypes.includes('SERVICE_CONTROL_POLICY');
  return (of) => guardrailThings(enabled ? of : { ...of, serviceControlPolicies: {} });
}

/** Some emulators have an instance in which nobody is: there the document says who would be. */
function hasNone({ identityCenter: { people } }: Organization): boolean {
  return Object.keys(people).length === 0;
}

/** Accounts below the place where a guardrail is attached, or is not. */
function accountsOf(inspected: Inspected, { place }: Difference): string[] {
  const target = / attached to "(.*)"$/.exec(place)?.[1];
  return target === undefined || !place.startsWith('policy ')
    ? []
    : reachedBy(inspected, { attachedTo: [target] }).map(({ name }) => name);
}

function differing(id: string, title: string, code: FindingCode, kinds: readonly Difference['kind'][]): Rule {
  return {
    id,
    title,
    code,
    inspect: (inspected): Problem[] =>
      collect(
        [...ofOrganization(inspected), ...inAccounts(inspected)]
          .filter((one) => kinds.includes(one.kind) && (one.name === '' || !explained(inspected, one)))
          .flatMap((one) => {
            const explanation = { code, cause: sentence(one) };
            return one.accounts.length === 0
              ? [{ explanation }]
              : one.accounts.map((account) => ({ account, explanation }));
          }),
      ),
  };
}

function sentence({ kind, place, told }: Difference): string {
  if (kind === 'added') return `${place.replace(/,$/, '')} is there, and the document does not have it`;
  if (kind === 'missing') return `${place.replace(/,$/, '')} is in the document, and is not there`;
  return `${place} is not as the document has it: ${told}`;
}

export const drift: Subject = {
  id: 'drift',
  rules: [
    differing('X01', 'something is there that the document does not have', 'BG_NOT_IN_DOCUMENT', ['added']),
    differing('X02', 'something is not as the document has it', 'BG_NOT_AS_DOCUMENT', ['missing', 'changed']),
  ],
  reads: ['accounts', 'guardrails', 'identities', 'credentials', 'Identity Center'],
  evidence: 'evaluated',
};
