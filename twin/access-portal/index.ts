/** The access portal of Identity Center: a token for a ticket, credentials for a token (SSO portal API reference). */
import { issueSession } from '../sts/issue.js';
import type { TwinState } from '../state.js';
import type { PlainOperation } from '../wire/plain.js';
import { answer, refusal } from '../wire/plain.js';

/** How long a portal session lasts by default; milliseconds. */
const PORTAL_SESSION = 8 * 3_600_000;

/** `POST /access-portal/token {ticket}` -> `{accessToken, expiresIn}`: stands for the OIDC exchange after a SAML sign-in. */
export const accessPortalToken: PlainOperation = {
  method: 'POST',
  path: '/access-portal/token',
  component: 'identity-center',
  run: ({ state, clock, random, body }) => {
    const { tickets, people, portalTokens } = state.identityCenter;
    const ticket = tickets.get(String(body['ticket']));
    tickets.delete(String(body['ticket']));
    if (!ticket || ticket.expiresAt <= clock.now() || !people.has(ticket.personId)) return refusal(401, 'UnauthorizedException', 'The ticket is not valid.');
    const accessToken = Buffer.from(random.bytes(48)).toString('base64url');
    portalTokens.set(accessToken, { personId: ticket.personId, expiresAt: clock.now() + PORTAL_SESSION });
    return answer({ accessToken, expiresIn: PORTAL_SESSION / 1000 });
  },
};

/** `GET /federation/credentials?role_name=…&account_id=…` as the SDK's SSO client sends it. */
export const getRoleCredentials: PlainOperation = {
  method: 'GET',
  path: '/federation/credentials',
  component: 'identity-center',
  run: (call) => {
    const { state, query, headers, clock } = call;
    const token = state.identityCenter.portalTokens.get(headers['x-amz-sso_bearer_token'] ?? '');
    if (!token || token.expiresAt <= clock.now()) return refusal(401, 'UnauthorizedException', 'Session token not found or invalid');
    const accountId = query.get('account_id') ?? '';
    const assigned = findAssignment(state, token.personId, accountId, query.get('role_name') ?? '');
    const account = state.accounts.get(accountId);
    const role = assigned && [...(account?.roles.values() ?? [])].find(({ name }) => name.startsWith(`AWSReservedSSO_${assigned.name}_`));
    if (!assigned || account?.state !== 'ACTIVE' || !role) return refusal(403, 'ForbiddenException', 'No access');
    const session = issueSession(call, assigned.sessionSeconds, {
      accountId,
      kind: 'assumed-role',
      roleName: role.name,
      roleId: role.id,
      sessionName: assigned.person.email,
      person: assigned.person.name,
    });
    const { accessKeyId, secretAccessKey, sessionToken } = session;
    return answer({ roleCredentials: { accessKeyId, secretAccessKey, sessionToken, expiration: session.expiresAt } });
  },
};

function findAssignment(state: TwinState, personId: string, accountId: string, permissionSet: string): { name: string; sessionSeconds: number; person: { name: string; email: string } } | undefined {
  const { assignments, permissionSets, people } = state.identityCenter;
  const person = people.get(personId);
  for (const assignment of assignments) {
    const set = permissionSets.get(assignment.permissionSetArn);
    if (person && set?.name === permissionSet && assignment.accountId === accountId && assignment.personId === personId) {
      return { name: set.name, sessionSeconds: set.sessionSeconds, person };
    }
  }
  return undefined;
}
