/** Rules about who else is as powerful as break glass, or can be. */
import { shadowAdministrators } from '../../configuration/administrators.js';
import { collect } from '../../configuration/collect.js';
import { accountsRead, breakGlassRole, oncePerInspection } from '../../configuration/inspected.js';
import type { Inspected, Rule, Subject } from '../../configuration/rule.js';
import { statementsTooWide } from '../refusal/outsiders.js';
import { comparedWithDeclared } from './declared.js';
import { grownPermissionSets } from './permission-sets.js';
import { toldTogether } from './told.js';

const compared = oncePerInspection(comparedWithDeclared);
const told = oncePerInspection((inspected) => toldTogether(compared(inspected).undeclared));

/** The same statements that the rules about the role find. */
const D01: Rule = {
  id: 'D01',
  title: 'somebody besides the break-glass users gets into the break-glass role',
  code: 'BG_TRUST_TOO_WIDE',
  inspect: (inspected) =>
    collect(
      accountsRead(inspected).flatMap(({ name, account }) => {
        const role = breakGlassRole(inspected, account);
        return role
          ? statementsTooWide(inspected, account.id, role).map(({ explanation }) => ({ account: name, explanation }))
          : [];
      }),
    ),
};

/** Likewise the users that the rules about users find. */
const D02: Rule = {
  id: 'D02',
  title: 'a user of the management account is as good as an administrator',
  code: 'BG_SHADOW_ADMINISTRATOR',
  inspect: shadowAdministrators,
};

const D03: Rule = {
  id: 'D03',
  title: 'somebody gets every right in an account by a way that the document does not declare',
  code: 'BG_DOOR_UNDECLARED',
  inspect: (inspected) => [
    ...told(inspected).filter(({ code }) => code === 'BG_DOOR_UNDECLARED'),
    ...grownPermissionSets(inspected),
  ],
};

const D04: Rule = {
  id: 'D04',
  title: 'somebody can make itself as powerful as break glass',
  code: 'BG_DOOR_MAKEABLE',
  inspect: (inspected) => told(inspected).filter(({ code }) => code === 'BG_DOOR_MAKEABLE'),
};

const D05: Rule = {
  id: 'D05',
  title: 'a declared door is open after its last day',
  code: 'BG_DOOR_EXPIRED',
  inspect: (inspected) =>
    compared(inspected)
      .listed.filter(({ expired, accounts }) => expired && accounts.length > 0)
      .map(({ name, door, accounts }) => ({
        cause: `the door "${name}" was to be shut after ${door.until ?? ''} and is open`,
        accounts,
      })),
};

const D06: Rule = {
  id: 'D06',
  title: 'nobody answers for a declared door, or nobody is told when it is used',
  code: 'BG_DOOR_UNOWNED',
  inspect: (inspected) =>
    compared(inspected)
      .listed.filter(({ missing, accounts }) => missing.length > 0 && accounts.length > 0)
      .map(({ name, missing, accounts }) => ({
        cause: `the door "${name}" has no ${missing.join(' and no ')}`,
        accounts,
      })),
};

export const doorSubject: Subject = {
  id: 'doors',
  rules: [D01, D02, D03, D04, D05, D06],
  reads: ['accounts', 'identities', 'guardrails', 'Identity Center'],
  evidence: 'evaluated',
  listing,
};

/** What nobody looked at: nothing is said of it. */
const NOT_LOOKED_AT =
  'StackSets, AssumeRoot, root users, delegated administrators and the alarms of declared doors were not looked at';

/** The declared doors, each with its verdict, and what was not looked at. */
export function listing(inspected: Inspected): string {
  const { listed } = compared(inspected);
  const lines = listed.map(({ name, door, accounts, expired, missing }) => {
    const verdict = expired
      ? 'expired'
      : missing.length > 0
        ? `no ${missing.join(', no ')}`
        : `until ${door.until ?? 'further notice'}`;
    return `${name} (${accounts.length === 0 ? 'not there' : `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}, ${verdict}`})`;
  });
  return `${lines.length === 0 ? 'no door declared' : `declared: ${lines.join(', ')}`}; ${NOT_LOOKED_AT}`;
}
