/** The work of trying what an attacker could who owns the identity provider, and of ending it. Pure. */
import { managementAccount } from '../../drill/context.js';
import type { AccountInScope, DrillContext } from '../../drill/context.js';
import { hop, roleOf, signIn } from '../../drill/planned-calls.js';
import type { PlannedCall, Work } from '../../drill/work.js';
import { signedCall } from '../harmless/call.js';
import { roleCalls } from '../harmless/iam-calls.js';
import type { Ask } from '../question.js';
import { DANGEROUS } from './dangerous.js';
import type { Federated, FederatedPerson } from './identities.js';
import { protections } from './protections.js';

/** Parts of the work; each is followed by whom it is about. */
export const WORK = {
  open: 'federation/sessions',
  enter: 'federation/enter',
  protections: 'federation/protections',
  members: 'federation/members',
  risks: 'federation/risks',
  contain: 'federation/contain',
} as const;

/** The work of what is asked, by these people. */
export function planFederation(context: DrillContext, federated: Federated, asks: readonly Ask[]): Work[] {
  const words = new Set(asks.map(({ word }) => word));
  const { people } = federated;
  if (people.length === 0) return [];
  const planning: Planned = {
    context,
    federated,
    groups: groupsOf(people),
    home: managementAccount(context),
    user: context.known.present[0] ?? '',
  };
  return [
    ...planning.groups.map(({ as, accounts, saml }): Work => ({
      ...certain(as),
      id: `${WORK.open}/${as}`,
      accounts,
      calls: saml ? [] : ['sts:GetCallerIdentity', 'iam:GetRole'].map((call) => ({ call, as, from: 'item' })),
    })),
    ...(words.has('enter nothing') ? planEntering(planning) : []),
    ...(words.has('alter nothing') ? planProtections(planning) : []),
    ...(words.has('alter noRole') ? planMembers(planning) : []),
    ...(words.has('weighed') ? planRisks(planning) : []),
    ...(words.has('contained') ? planContainment(planning) : []),
  ];
}

interface Planned {
  context: DrillContext;
  federated: Federated;
  groups: readonly Group[];
  home: AccountInScope;
  /** Break-glass user who shows that refusals would be seen, and contains. */
  user: string;
}

/** People whose sessions are alike but for their accounts. */
interface Group {
  as: string;
  accounts: AccountInScope[];
  saml: boolean;
}

function groupsOf(people: readonly FederatedPerson[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { as, account, saml } of people) {
    const group = groups.get(as) ?? { as, accounts: [], saml: saml !== undefined };
    group.accounts.push(account);
    groups.set(as, group);
  }
  return [...groups.values()];
}

function certain(principal: string): Pick<Work, 'question' | 'principal' | 'certainty'> {
  return { question: 'federation', principal, certainty: 'certain' };
}

function planEntering({ context, groups }: Planned): Work[] {
  return groups.map(({ as, accounts }) => ({
    ...certain(as),
    id: `${WORK.enter}/${as}`,
    callers: accounts,
    accounts: context.inventory.inScope,
    calls: [hop(as, 'caller')],
  }));
}

function planProtections({ context, groups, home, user }: Planned): Work[] {
  const role = roleOf(context.file);
  const calls = protections('', user).map(({ call }) => signedCall(call.action));
  const asking = groups.filter(({ accounts }) => accounts.some(({ id }) => id === home.id));
  return [
    {
      ...certain(user),
      id: `${WORK.protections}/${role}`,
      accounts: [home],
      // One session that may do nothing, and one that may do exactly these.
      calls: [
        signIn(user, home.id),
        hop(`user/${user}`, [home.id], 2),
        ...calls.map((call): PlannedCall => ({ call, as: role, from: 'item', times: 2 })),
      ],
    },
    ...asking.map(({ as }): Work => ({
      ...certain(as),
      id: `${WORK.protections}/${as}`,
      accounts: [home],
      calls: calls.map((call) => ({ call, as, from: 'item' })),
    })),
  ];
}

function planMembers({ context, groups, home, user }: Planned): Work[] {
  const role = roleOf(context.file);
  const calls = roleCalls.map(({ action }) => action);
  const inside = (account: AccountInScope): boolean =>
    account.id !== home.id && groups.some(({ accounts }) => accounts.includes(account));
  return [
    { ...certain(user), id: `${WORK.members}/sign-in`, accounts: [home], calls: [signIn(user, home.id)] },
    {
      ...certain(user),
      id: `${WORK.members}/${role}`,
      accounts: context.inventory.inScope.filter(inside),
      calls: [hop(`user/${user}`, [home.id]), ...calls.map((call): PlannedCall => ({ call, as: role, from: 'item' }))],
    },
    ...groups.map(({ as, accounts }): Work => ({
      ...certain(as),
      id: `${WORK.members}/${as}`,
      accounts: accounts.filter(({ id }) => id !== home.id),
      calls: calls.map((call) => ({ call, as, from: 'item' })),
    })),
  ];
}

function planRisks({ context, groups, home }: Planned): Work[] {
  const reader = `permission-set/${context.file.reader.permissionSet}`;
  const asked = groups.filter(({ accounts }) => accounts.some(({ id }) => id === home.id));
  return asked.map(({ as }) => ({
    ...certain(as),
    id: `${WORK.risks}/${as}`,
    accounts: [home],
    calls: [{ call: 'iam:SimulatePrincipalPolicy', as: reader, from: [home.id], times: DANGEROUS.length }],
  }));
}

function planContainment({ context, federated, groups, home, user }: Planned): Work[] {
  const role = roleOf(context.file);
  const asRole = (call: string, times = 1): PlannedCall => ({ call, as: role, from: [home.id], times });
  const freshly = (times: number): PlannedCall[] => [
    { ...signIn(user, home.id), times },
    hop(`user/${user}`, [home.id], times),
  ];
  return [
    // What each session can do before, and what it and a new one can do after.
    ...groups.map(({ as, accounts }): Work => ({
      ...certain(as),
      id: `${WORK.contain}/sessions/${as}`,
      accounts,
      calls: [{ call: 'iam:GetAccountSummary', as, from: 'item', times: 3 }],
    })),
    {
      ...certain(user),
      id: `${WORK.contain}/begin`,
      accounts: [home],
      calls: [...freshly(1), asRole('sso:ListInstances'), asRole('sso:ListPermissionSets')],
    },
    {
      ...certain(user),
      id: `${WORK.contain}/search`,
      accounts: context.inventory.inScope,
      calls: [hop(`user/${user}`, [home.id]), { call: 'iam:ListRoles', as: role, from: 'item' }],
    },
    ...federated.sets.map(({ name, inline }): Work => ({
      ...certain(user),
      id: `${WORK.contain}/permission-set/${name}`,
      accounts: [home],
      // Made, and taken back by a session of its own: what was there is put back, and what was not is deleted.
      calls: [
        asRole('sso:GetInlinePolicyForPermissionSet', 2),
        asRole('sso:PutInlinePolicyToPermissionSet', inline ? 2 : 1),
        ...(inline ? [] : [asRole('sso:DeleteInlinePolicyFromPermissionSet')]),
        asRole('sso:ProvisionPermissionSet', 2),
        ...freshly(1),
      ],
    })),
    {
      question: 'federation',
      principal: user,
      certainty: 'repeated',
      when: 'until a permission set is provisioned everywhere, or until every page is read',
      id: `${WORK.contain}/polls`,
      accounts: [home],
      calls: [
        asRole('sso:DescribePermissionSetProvisioningStatus', MOST_POLLS),
        asRole('sso:ListPermissionSets', MOST_POLLS),
      ],
    },
    ...groups
      .filter(({ saml }) => saml)
      .map(({ as, accounts }): Work => ({
        ...certain(user),
        id: `${WORK.contain}/${as}`,
        accounts,
        calls: [
          ...freshly(2),
          ...['iam:PutRolePolicy', 'iam:DeleteRolePolicy', 'iam:GetRolePolicy'].map((call): PlannedCall => ({
            call,
            as: role,
            from: 'item',
          })),
        ],
      })),
  ];
}

/** Looks at a provisioning request at most. */
const MOST_POLLS = 1000;
