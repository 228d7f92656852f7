import type { ReadCredential } from '../../../aws/snapshot/credential-kinds.js';
import type { RuleCase } from './rule-case.js';

const HOME = 'management';

/** What a user is known by there, in place of what the document would have made. */
function known(
  user: string,
  change: (credentials: readonly ReadCredential[]) => readonly ReadCredential[],
): RuleCase['change'] {
  return ({ snapshot }) => {
    const account = snapshot.credentials[HOME] ?? {};
    account[user] = change(account[user] ?? []);
  };
}

const and =
  (...more: ReadCredential[]) =>
  (credentials: readonly ReadCredential[]): ReadCredential[] => [...credentials, ...more];

const without =
  (kind: ReadCredential['kind']) =>
  (credentials: readonly ReadCredential[]): ReadCredential[] =>
    credentials.filter((one) => one.kind !== kind);

const credential = (
  kind: ReadCredential['kind'],
  called: string,
  more: Partial<ReadCredential> = {},
): ReadCredential => ({
  kind,
  called,
  active: true,
  created: '2026-05-02T10:00:00.000Z',
  ...more,
});

/** A credential more, and a credential less, of each kind. */
export const credentialCases: readonly RuleCase[] = [
  {
    rule: 'X01',
    fault: 'a password',
    change: known('deployment', and(credential('password', ''))),
    expects: /\[management\] a password of user "deployment" \(made 2026-05-02\) is there/,
  },
  {
    rule: 'X01',
    fault: 'a second access key, which the first hides from whoever asks whether there is one',
    change: known(
      'break-glass-1',
      and(credential('access key', 'MORE'), credential('access key', 'OLD1', { active: false })),
    ),
    expects: /\[management\] one more access key of user "break-glass-1" \(…MORE, made 2026-05-02\) is there/,
  },
  {
    rule: 'X01',
    fault: 'an MFA device of a kind that the document has none of',
    change: known('break-glass-1', and(credential('MFA device', 'arn:aws:iam::1:mfa/phone', { of: 'virtual' }))),
    expects:
      /\[management\] a virtual MFA device of user "break-glass-1" \(arn:aws:iam::1:mfa\/phone, made 2026-05-02\) is there/,
  },
  {
    rule: 'X01',
    fault: 'a signing certificate',
    change: known('deployment', and(credential('signing certificate', 'CERT'))),
    expects: /\[management\] a signing certificate of user "deployment" \(…CERT, made 2026-05-02\) is there/,
  },
  {
    rule: 'X01',
    fault: 'an SSH public key',
    change: known('deployment', and(credential('SSH public key', 'APKA'))),
    expects: /\[management\] an SSH public key of user "deployment" \(…APKA, made 2026-05-02\) is there/,
  },
  {
    rule: 'X01',
    fault: 'a credential of one service',
    change: known(
      'deployment',
      and(credential('service-specific credential', 'ACCA', { of: 'bedrock.amazonaws.com' })),
    ),
    expects:
      /\[management\] a service-specific credential for bedrock.amazonaws.com of user "deployment" \(…ACCA, made 2026-05-02\) is there/,
  },
  {
    rule: 'X02',
    fault: 'an access key that is gone',
    change: known('deployment', without('access key')),
    expects:
      /X02 BG_NOT_AS_DOCUMENT \[management\] an access key of user "deployment" is in the document, and is not there$/,
  },
  {
    rule: 'X02',
    fault: 'an access key that was made inactive',
    change: known('deployment', (all) =>
      all.map((one) => (one.kind === 'access key' ? { ...one, active: false } : one)),
    ),
    expects:
      /\[management\] an access key of user "deployment" is not as the document has it: it is inactive \(…KEPT, made 2026-01-01\)$/,
  },
  {
    rule: 'X02',
    fault: 'a device that was taken away',
    change: known('break-glass-1', without('MFA device')),
    expects: /\[management\] a hardware MFA device of user "break-glass-1" is in the document, and is not there$/,
  },
  {
    rule: 'X02',
    fault: 'a password that somebody set anew',
    change: known('break-glass-1', (all) =>
      all.map((one) => (one.kind === 'password' ? { ...one, of: 'to be changed' } : one)),
    ),
    expects:
      /\[management\] a password of user "break-glass-1" is not as the document has it: it is to be changed at the next sign-in$/,
  },
];
