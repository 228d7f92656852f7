/** What the portal leaves in records: of the sign-in and of each entry in the account of Identity Center, of the role in its own. */
import { sha256 } from '../../../base/canonical-json.js';
import { uuid } from '../../../base/ids.js';
import { apiCallRecords, portalEntryRecord, portalSignInRecords } from '../../../monitoring/index.js';
import type { PortalFacts } from '../../../monitoring/index.js';
import { recordEvent } from '../../delivery/records.js';
import type { TwinPerson } from '../../state/identity-center.js';
import type { Session, TwinState } from '../../state/twin-state.js';
import type { PlainCall } from '../shared/plain-operation.js';
import { credentialsOf } from '../sts/issue-session.js';
import type { AssignedRole } from './assigned-roles.js';

/** The person as records name it. */
export function onBehalfOf(
  { identityCenter, organization, partition }: TwinState,
  { id }: TwinPerson,
): { userId: string; identityStoreArn: string } {
  const store = `identitystore/${identityCenter.identityStoreId}`;
  return {
    userId: id,
    identityStoreArn: `arn:${partition}:identitystore::${organization.managementAccountId}:${store}`,
  };
}

/** Takes note of a sign-in that succeeded. */
export function recordPortalSignIn(call: PlainCall, person: TwinPerson, token: string): void {
  const { state, delivery, clock } = call;
  const directory = state.identityCenter.directory === 'external' ? 'external' : 'own';
  for (const record of portalSignInRecords(factsOf(call, person, token), directory, () => uuid(delivery.random)))
    recordEvent(delivery, record, clock.now());
}

/** Who entered what through which portal session, and the session of the role that came of it. */
export interface PortalEntry {
  person: TwinPerson;
  token: string;
  assigned: AssignedRole;
  session: Session;
}

/** Takes note of an entry. The portal itself brings STS an assertion (records of 2026: nothing ties the two together). */
export function recordPortalEntry(
  call: PlainCall,
  { person, token, assigned, session }: PortalEntry,
  eventName: 'Federate' | 'GetRoleCredentials',
): void {
  const { state, delivery, clock } = call;
  const { account, role, set } = assigned;
  const newId = (): string => uuid(delivery.random);
  const facts = factsOf(call, person, token);
  const into = { eventName, accountId: account.id, roleName: set.name };
  const subject = session.sessionName ?? '';
  const nameQualifier = Buffer.from(sha256(`${account.id} portal`), 'hex')
    .subarray(0, 20)
    .toString('base64');
  const assertion = {
    service: 'sts',
    operation: 'AssumeRoleWithSAML',
    region: state.homeRegion,
    at: clock.now(),
    caller: { kind: 'saml' as const, nameQualifier, subject },
    sourceIp: 'AWS Internal',
    userAgent: 'aws-internal',
    requestId: newId(),
    resourceAccount: account.id,
    input: {
      SAMLAssertionID: `_${newId()}`,
      RoleSessionName: subject,
      RoleArn: role.arn,
      PrincipalArn: `arn:${state.partition}:iam::${account.id}:saml-provider/AWSSSO_${sha256(account.id).slice(0, 16)}_DO_NOT_DELETE`,
      DurationSeconds: (session.expiresAt - session.issuedAt) / 1000,
    },
    output: {
      Credentials: credentialsOf(session),
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${subject}`,
        Arn: `arn:${state.partition}:sts::${account.id}:assumed-role/${role.name}/${subject}`,
      },
      Subject: subject,
      SubjectType: 'persistent',
      Issuer: `https://portal.sso.${state.homeRegion}.amazonaws.com/saml/assertion`,
      Audience: 'https://signin.aws.amazon.com/saml',
      NameQualifier: nameQualifier,
    },
  };
  for (const record of [portalEntryRecord(facts, into, newId), ...apiCallRecords(assertion, newId)])
    recordEvent(delivery, record, clock.now());
}

/** The token is a secret: the portal session is known by a hash of it. */
function factsOf(
  { state, delivery, clock, sourceIp, headers }: PlainCall,
  person: TwinPerson,
  token: string,
): PortalFacts {
  return {
    person: { ...onBehalfOf(state, person), userName: person.userName },
    credentialId: sha256(`portal session ${token}`),
    accountId: state.organization.managementAccountId,
    region: state.homeRegion,
    at: clock.now(),
    sourceIp,
    userAgent: headers['user-agent'] ?? '',
    requestId: uuid(delivery.random),
  };
}
