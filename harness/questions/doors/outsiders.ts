/** Who comes from outside: accounts of no organization of ours, identity providers, everybody. What a trust policy asks of them is taken as given. Pure. */
import { evaluate } from '../../../iam/index.js';
import type { PolicyStatement } from '../../../iam/index.js';
import { principalConditions, principals } from '../../causes/access.js';
import { compiled, oncePerInspection } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { chosenFor, circumstances } from './decide.js';
import type { Context } from './decide.js';
import { trustOf } from './holders.js';
import type { Holder } from './holders.js';
import { EVERYTHING } from './power.js';

/** Somebody outside who gets into a role. */
export interface Outsider {
  /** `account/999900001111`, `saml-provider/workforce`, `oidc-provider/token.example.com`, `organization/o-other`, `everybody`. */
  label: string;
  words: string;
}

interface Candidate extends Outsider {
  principal: string;
  action: string;
  context: Context;
}

/** Everybody outside whom the trust policy of a role lets in. A resource control policy in front of it may go any day: it is no trust policy. */
export function outsidersOf(inspected: Inspected, role: Holder): Outsider[] {
  const found = new Map<string, Outsider>();
  for (const statement of Object.values(trustOf(role))) {
    if (statement.Effect !== 'Allow') continue;
    for (const candidate of candidates(inspected, statement))
      if (!found.has(candidate.label) && admits(inspected, role, statement, candidate))
        found.set(candidate.label, { label: candidate.label, words: candidate.words });
  }
  return [...found.values()];
}

function admits(inspected: Inspected, role: Holder, statement: PolicyStatement, candidate: Candidate): boolean {
  return (
    evaluate(
      {
        principal: candidate.principal,
        action: candidate.action,
        resource: role.arn,
        resourceAccount: role.in.account.id,
        context: {
          ...circumstances(inspected),
          'aws:ResourceAccount': role.in.account.id,
          'aws:MultiFactorAuthPresent': 'true',
          'aws:MultiFactorAuthAge': '1',
          ...chosenFor(statement, { name: 'x' }),
          ...candidate.context,
        },
      },
      {
        identity: [EVERYTHING],
        trust: { name: 'trust policy', document: compiled(trustOf(role)) },
        scpsByLevel: [],
      },
    ).decision === 'allow'
  );
}

/** Whom a statement could mean. */
function candidates(inspected: Inspected, statement: PolicyStatement): Candidate[] {
  const named = principals(statement);
  const everybody = named.includes('*') || statement.NotPrincipal !== undefined;
  const conditions = everybody ? principalConditions(statement) : [];
  const valuesOf = (key: string): string[] =>
    conditions
      .filter(({ operator, key: found }) => !/Not/.test(operator) && found.toLowerCase() === key)
      .map(({ value }) => value);
  const { partition, id } = inspected.snapshot.organization;
  return [
    ...(everybody ? [caller(stranger(partition, '000000000000'), { label: 'everybody', words: 'everybody' })] : []),
    ...valuesOf('aws:principalorgid')
      .filter((other) => other !== id)
      .map((other) =>
        caller(
          stranger(partition, '000000000000'),
          { label: `organization/${other}`, words: `every account of the organization ${other}` },
          { 'aws:PrincipalOrgID': other.replaceAll(/[*?]/g, 'x') },
        ),
      ),
    ...[...named, ...valuesOf('aws:principalarn'), ...valuesOf('aws:principalaccount')].flatMap((one) =>
      ofAccount(inspected, partition, one),
    ),
    ...named.flatMap((one) => ofProvider(statement, one)),
  ];
}

const stranger = (partition: string, account: string): string => `arn:${partition}:iam::${account}:user/x`;

function caller(principal: string, who: Outsider, context: Context = {}): Candidate {
  const account = principal.split(':')[4] ?? '';
  return {
    ...who,
    principal,
    action: 'sts:AssumeRole',
    context: {
      'aws:PrincipalArn': principal,
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': principal.includes(':user/') ? 'User' : 'AssumedRole',
      ...context,
    },
  };
}

/** A principal of an account that is none of the organization's. */
function ofAccount(inspected: Inspected, partition: string, named: string): Candidate[] {
  const account = /^(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(named)?.[1];
  if (account === undefined || ownAccounts(inspected).has(account)) return [];
  const single = /:(user|role|assumed-role)\//.test(named) ? named.replaceAll(/[*?]/g, 'x') : undefined;
  return [
    caller(single ?? stranger(partition, account), {
      label: `account/${account}`,
      words: `account ${account}, which is not of the organization,`,
    }),
  ];
}

const ownAccounts = oncePerInspection(
  ({ snapshot }): ReadonlySet<string> => new Set(Object.values(snapshot.organization.accounts).map(({ id }) => id)),
);

/** An identity provider; its tokens say what the statement asks for. */
function ofProvider({ Principal: principal }: PolicyStatement, named: string): Candidate[] {
  if (typeof principal !== 'object' || ![principal.Federated ?? []].flat().includes(named)) return [];
  const saml = named.includes(':saml-provider/');
  const name = named.replace(/^.*:(?:saml|oidc)-provider\//, '');
  const label = `${saml ? 'saml' : 'oidc'}-provider/${name}`;
  const action = saml ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
  return [{ label, words: `whoever signs in at the ${label}`, principal: named, action, context: {} }];
}

/** Whether a trust policy names anybody but services. */
export function namesSomebody(role: Holder): boolean {
  return Object.values(trustOf(role)).some(
    ({ Effect, Principal: principal, NotPrincipal: spared }) =>
      Effect === 'Allow' &&
      (spared !== undefined || principal === '*' || principal?.AWS !== undefined || principal?.Federated !== undefined),
  );
}

/** Ids of the accounts that a trust policy names; `undefined` where it may mean any. */
export function accountsNamed(role: Holder): readonly string[] | undefined {
  const ids: string[] = [];
  for (const statement of Object.values(trustOf(role))) {
    if (statement.Effect !== 'Allow') continue;
    const { Principal: principal } = statement;
    if (principal === undefined || principal === '*') return undefined;
    for (const named of [principal.AWS ?? []].flat()) {
      const id = /(?<!\d)\d{12}(?!\d)/.exec(named)?.[0];
      // Everybody, or a unique id, which does not tell its account.
      if (id === undefined) return undefined;
      ids.push(id);
    }
  }
  return ids;
}
