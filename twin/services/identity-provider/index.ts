/**
 * The external identity provider of the made-up organization, simply: a person asks, a ticket or an assertion comes back.
 * Whether a password was right is not what a drill tests; an identity provider that is not its owner's any more asks nobody.
 */
import { signInEndpoints } from '../../access/saml/names.js';
import type { TwinState } from '../../state/twin-state.js';
import { answer, refusal } from '../shared/plain-operation.js';
import type { PlainCall, PlainOperation } from '../shared/plain-operation.js';
import { awsAttributes, samlResponse } from './assertion.js';
import { samlMetadata } from './metadata.js';

/** How long a ticket or an assertion can be exchanged; milliseconds. */
const LIFETIME = 5 * 60_000;

/** `POST /identity-provider/sign-in {person}` -> `{ticket}`, good for the access portal. */
const signIn: PlainOperation = {
  method: 'POST',
  path: '/identity-provider/sign-in',
  component: 'identity-provider',
  run: ({ state, clock, random, body }) => {
    const { directory, people, tickets } = state.identityCenter;
    const wanted = String(body['person']);
    const person =
      directory === 'external' ? [...people.values()].find(({ userName }) => userName === wanted) : undefined;
    // Anybody who has an account at the identity provider gets in; IAM users of the same name have one for their vault.
    const known = person ?? [...state.accounts.values()].flatMap((account) => account.users.get(wanted) ?? [])[0];
    if (!known || person?.disabled === true) return refusal(401, 'UnauthorizedException', 'Unknown person.');
    const ticket = Buffer.from(random.bytes(24)).toString('base64url');
    tickets.set(ticket, { personId: known.id, expiresAt: clock.now() + LIFETIME });
    return answer({ ticket });
  },
};

/**
 * `POST /identity-provider/saml {person, role, provider, attributes?}` -> `{assertion}`: a signed response in base64 that maps
 * whatever person to whatever role, for that is what somebody who holds the identity provider can have. `attributes` are
 * further ones, lists of values by name.
 */
const saml: PlainOperation = {
  method: 'POST',
  path: '/identity-provider/saml',
  component: 'identity-provider',
  run: (call) => {
    const { person, role, provider } = call.body;
    if (typeof person !== 'string' || typeof role !== 'string' || typeof provider !== 'string')
      return refusal(400, 'InvalidRequestException', 'person, role and provider are texts.');
    const attributes = furtherAttributes(call);
    return attributes
      ? answer({ assertion: assertionFor(call, person, { ...awsAttributes(role, provider, person), ...attributes }) })
      : refusal(400, 'InvalidRequestException', 'attributes are lists of texts by name.');
  },
};

/** `GET /identity-provider/metadata` -> `{metadata}`: what the administrators of AWS accounts upload. */
const metadata: PlainOperation = {
  method: 'GET',
  path: '/identity-provider/metadata',
  component: 'identity-provider',
  run: ({ state }) => answer({ metadata: ownMetadata(state) }),
};

/** Everything that the identity provider answers; it falls silent as a whole. */
export const identityProvider: readonly PlainOperation[] = [signIn, saml, metadata];

function ownMetadata({ identityProvider: { entityId, signingKey } }: TwinState): string {
  return samlMetadata({ entityId, certificate: signingKey().certificate });
}

function assertionFor(
  { state, clock, random }: PlainCall,
  subject: string,
  attributes: Readonly<Record<string, readonly string[]>>,
): string {
  const { entityId, signingKey } = state.identityProvider;
  const issuedAt = clock.now();
  const id = `_${Buffer.from(random.bytes(16)).toString('hex')}`;
  return samlResponse(
    {
      id,
      entityId,
      subject,
      recipient: signInEndpoints[state.partition],
      issuedAt,
      expiresAt: issuedAt + LIFETIME,
      attributes,
    },
    signingKey(),
  );
}

function furtherAttributes({ body: { attributes = {} } }: PlainCall): Record<string, string[]> | undefined {
  const isList = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (typeof attributes !== 'object' || attributes === null || !Object.values(attributes).every(isList))
    return undefined;
  return attributes as Record<string, string[]>;
}
