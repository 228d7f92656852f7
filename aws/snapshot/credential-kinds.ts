/** Kinds of credentials, what was read of each, and what was not. Pure. */
import type { OtherCredential } from '../../organization/model.js';
import type { Snapshot } from './snapshot.js';

/** Kinds of credentials, each by its plural: what is unread is called so. */
export const CREDENTIAL_KINDS = {
  password: 'password',
  'MFA device': 'MFA devices',
  'access key': 'access keys',
  'signing certificate': 'signing certificates',
  'SSH public key': 'SSH public keys',
  'service-specific credential': 'service-specific credentials',
} as const;

export type CredentialKind = keyof typeof CREDENTIAL_KINDS;

/** What a document calls those that single services take. */
export const OTHER_KINDS: Readonly<Partial<Record<CredentialKind, OtherCredential['kind']>>> = {
  'signing certificate': 'signing-certificate',
  'SSH public key': 'ssh-public-key',
  'service-specific credential': 'service-specific',
};

/** A credential as IAM lists it: no secret is among it. */
export interface ReadCredential {
  kind: CredentialKind;
  /** Its serial number, or the last letters of its id, which tell it apart from another; empty for a password. */
  called: string;
  /** Kind of an MFA device, or the service that takes it. */
  of?: string;
  active: boolean;
  /** When it was made, uploaded or enabled, ISO 8601; empty if nobody says. */
  created: string;
  /** ISO 8601, or `never`; absent: IAM does not tell it of this kind, or it was not read. */
  lastUsed?: string;
}

/** What is unread where nobody got into the account. */
export const THE_ACCOUNT = 'the account';

/** What is unread where a kind of credentials of a user was refused. */
export const unreadKind = (kind: CredentialKind, user: string): string => `${CREDENTIAL_KINDS[kind]} of user "${user}"`;

/** Whether one kind of a user's credentials was read. */
export function wereRead({ unread }: Snapshot, accountId: string, user: string, kind: CredentialKind): boolean {
  return !unread.some(
    ({ account, part, what }) =>
      account.id === accountId && part === 'credentials' && (what === unreadKind(kind, user) || what === THE_ACCOUNT),
  );
}
