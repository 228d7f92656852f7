/** What credentials of a user are called in causes. Pure. */
import type { CredentialKind } from '../../aws/snapshot/credential-kinds.js';
import type { OtherCredential } from '../../organization/model.js';
import type { Explanation } from './explanation.js';

/** Such as `hardware MFA device`; `of` is the kind of a device, or the service that takes it. */
export function credentialWords(kind: CredentialKind, of = ''): string {
  if (kind === 'MFA device') return `${of === 'fido' ? 'FIDO' : of} ${kind}`;
  return kind === 'service-specific credential' ? `${kind} for ${of}` : kind;
}

/** The kind of a credential of the document, and the service that takes it. */
export function otherKind(credential: OtherCredential): [kind: CredentialKind, of?: string] {
  if (credential.kind === 'service-specific') return ['service-specific credential', credential.service];
  return [credential.kind === 'ssh-public-key' ? 'SSH public key' : 'signing certificate'];
}

export function withArticle(words: string): string {
  return `${/^(access|SSH) /.test(words) ? 'an' : 'a'} ${words}`;
}

/** Of a break-glass user: a way that no runbook has and no drill plays. */
export function otherCredential(user: string, credential: OtherCredential): Explanation {
  return {
    code: 'BG_CREDENTIAL_OF_OTHER_KIND',
    cause: `user "${user}" has ${withArticle(credentialWords(...otherKind(credential)))}, which no break glass needs`,
  };
}
