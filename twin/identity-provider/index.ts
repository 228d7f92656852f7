/**
 * The external identity provider of the made-up organization, simply: a person asks, a ticket comes back. The ticket
 * stands for a SAML assertion; whether a password was right is not what a drill tests.
 */
import type { PlainOperation } from '../wire/plain.js';
import { answer, refusal } from '../wire/plain.js';

/** How long a ticket can be exchanged; milliseconds. */
const TICKET_LIFETIME = 5 * 60_000;

/** `POST /identity-provider/sign-in {person}` -> `{ticket}`. */
export const identityProviderSignIn: PlainOperation = {
  method: 'POST',
  path: '/identity-provider/sign-in',
  component: 'identity-provider',
  run: ({ state, clock, random, body }) => {
    const { directory, people, tickets } = state.identityCenter;
    const wanted = String(body['person']);
    const person = directory === 'external' ? [...people.values()].find(({ userName }) => userName === wanted) : undefined;
    // Anybody who has an account at the identity provider gets in; IAM users of the same name have one for their vault.
    const known = person ?? [...state.accounts.values()].flatMap((account) => account.users.get(wanted) ?? [])[0];
    if (!known || person?.disabled === true) return refusal(401, 'UnauthorizedException', 'Unknown person.');
    const ticket = Buffer.from(random.bytes(24)).toString('base64url');
    tickets.set(ticket, { personId: known.id, expiresAt: clock.now() + TICKET_LIFETIME });
    return answer({ ticket });
  },
};
