/**
 * The access portal of Identity Center: a token for a ticket of the identity provider, or for a user name where the
 * directory is its own; accounts, roles and credentials for a token (SSO portal API reference).
 */
import { emailOf } from '../../state/identity-center.js';
import type { TwinPerson } from '../../state/identity-center.js';
import { page } from '../shared/paging.js';
import type { PageRules } from '../shared/paging.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainAnswer, PlainCall, PlainOperation } from '../shared/plain-operation.js';
import { issueSession } from '../sts/issue-session.js';
import { assignedRoles, personBehind } from './assigned-roles.js';
import { onBehalfOf, recordPortalEntry, recordPortalSignIn } from './portal-records.js';

/** How long a portal session lasts by default; milliseconds. */
const PORTAL_SESSION = 8 * 3_600_000;

/** An operation of the portal; all of them die with Identity Center. */
function portal(method: PlainOperation['method'], path: string, run: PlainOperation['run']): PlainOperation {
  return { method, path, component: 'identity-center', run };
}

/** An operation for whoever holds a token. */
function withToken(
  method: PlainOperation['method'],
  path: string,
  run: (person: TwinPerson, call: PlainCall) => PlainAnswer,
): PlainOperation {
  return portal(method, path, (call) => {
    const person = personBehind(call.state, call.headers['x-amz-sso_bearer_token'], call.clock.now());
    return person ? run(person, call) : refusal(401, 'UnauthorizedException', 'Session token not found or invalid');
  });
}

function issueToken(call: PlainCall, person: TwinPerson | undefined): PlainAnswer {
  const { state, clock, random } = call;
  if (person?.disabled !== false) return refusal(401, 'UnauthorizedException', 'Nobody of that name can sign in.');
  const accessToken = Buffer.from(random.bytes(48)).toString('base64url');
  recordPortalSignIn(call, person, accessToken);
  state.identityCenter.portalTokens.set(accessToken, { personId: person.id, expiresAt: clock.now() + PORTAL_SESSION });
  return answer({ accessToken, expiresIn: PORTAL_SESSION / 1000 });
}

/** `POST /access-portal/token {ticket}` -> `{accessToken, expiresIn}`: stands for the OIDC exchange after a SAML sign-in. */
const tokenForTicket = portal('POST', '/access-portal/token', (call) => {
  const { tickets, people } = call.state.identityCenter;
  const ticket = tickets.get(String(call.body['ticket']));
  tickets.delete(String(call.body['ticket']));
  return issueToken(call, ticket && ticket.expiresAt > call.clock.now() ? people.get(ticket.personId) : undefined);
});

/** `POST /access-portal/sign-in {person}` -> the same: sign-in of the portal itself, where the directory is Identity Center's own. */
const signIn = portal('POST', '/access-portal/sign-in', (call) => {
  const { directory, people } = call.state.identityCenter;
  if (directory === 'external') return refusal(403, 'ForbiddenException', 'People sign in at the identity provider.');
  const wanted = String(call.body['person']).toLowerCase();
  return issueToken(
    call,
    [...people.values()].find(({ userName }) => userName.toLowerCase() === wanted),
  );
});

/** The service's names of members and headers are those that the SDK's SSO client sends. */
const listAccounts = withToken('GET', '/assignment/accounts', (person, { state, query }) => {
  const accounts = new Map([...assignedRoles(state, person)].map(({ account }) => [account.id, account]));
  return paged(
    query,
    'accountList',
    [...accounts.values()].map(({ id, name, email }) => ({ accountId: id, accountName: name, emailAddress: email })),
  );
});

const listAccountRoles = withToken('GET', '/assignment/roles', (person, { state, query }) => {
  const accountId = query.get('account_id') ?? '';
  return paged(
    query,
    'roleList',
    [...assignedRoles(state, person, accountId)].map(({ set }) => ({ roleName: set.name, accountId })),
  );
});

/** Enters an account, by the page of the portal or by a program: what each leaves in records differs. */
function entering(path: string, eventName: 'Federate' | 'GetRoleCredentials'): PlainOperation {
  return withToken('GET', path, (person, call) => {
    const { state, query, headers } = call;
    const wanted = query.get('role_name');
    const assigned = [...assignedRoles(state, person, query.get('account_id') ?? '')].find(
      ({ set }) => set.name === wanted,
    );
    if (!assigned) return refusal(403, 'ForbiddenException', 'No access');
    const { account, role, provisioned } = assigned;
    const session = issueSession(call, provisioned.sessionSeconds, {
      accountId: account.id,
      kind: 'assumed-role',
      roleName: role.name,
      roleId: role.id,
      sessionName: emailOf(person) || person.userName,
      person: person.userName,
      onBehalfOf: onBehalfOf(state, person),
    });
    recordPortalEntry(call, { person, assigned, session, token: headers['x-amz-sso_bearer_token'] ?? '' }, eventName);
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = session;
    return answer({ roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt } });
  });
}

const getRoleCredentials = entering('/federation/credentials', 'GetRoleCredentials');
/** Stands for the link that opens the console. */
const federate = entering('/federation/console', 'Federate');

/** Ends the portal session; credentials that were taken out of it live on. */
const logout = withToken('POST', '/logout', (_person, { state, headers }) => {
  state.identityCenter.portalTokens.delete(headers['x-amz-sso_bearer_token'] ?? '');
  return answer({});
});

const INVALID_PAGE = 'InvalidRequestException';
const RULES: PageRules = {
  usual: 100,
  most: 1000,
  refuse: (what) => new Error(`The ${what} of the page is not valid.`),
};

function paged(query: URLSearchParams, member: string, list: readonly unknown[]): PlainAnswer {
  const [size, token] = [query.get('max_result'), query.get('next_token')];
  try {
    const { items, NextToken } = page(
      list,
      { ...(size === null ? {} : { MaxResults: Number(size) }), ...(token === null ? {} : { NextToken: token }) },
      RULES,
    );
    return answer({ [member]: items, ...(NextToken === undefined ? {} : { nextToken: NextToken }) });
  } catch (error) {
    return refusal(400, INVALID_PAGE, (error as Error).message);
  }
}

/** Every operation of the portal. */
export const accessPortal: readonly PlainOperation[] = [
  tokenForTicket,
  signIn,
  listAccounts,
  listAccountRoles,
  getRoleCredentials,
  federate,
  logout,
];
