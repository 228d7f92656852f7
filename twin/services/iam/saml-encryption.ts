/** Private keys of SAML providers, and whether assertions must be encrypted (IAM user guide, "Manage SAML encryption keys"). */
import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { sha256 } from '../../../base/canonical-json.js';
import type { TwinSamlProvider } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';
import { noSuchEntity } from './entities.js';

export interface EncryptionInput {
  AssertionEncryptionMode?: 'Required' | 'Allowed';
  /** PEM. */
  AddPrivateKey?: string;
  RemovePrivateKey?: string;
}

type Encryption = NonNullable<TwinSamlProvider['encryption']>;

/** One key is used, the other is there while they are exchanged. */
const MOST_KEYS = 2;

/** What a call makes of a provider's encryption; nothing is changed yet. */
export function encryptionOf(
  input: EncryptionInput,
  before: TwinSamlProvider['encryption'],
  now: number,
): Encryption | undefined {
  const { AssertionEncryptionMode: mode = before?.mode, AddPrivateKey: added, RemovePrivateKey: removed } = input;
  if (mode !== undefined && !['Required', 'Allowed'].includes(mode))
    throw new AwsError('InvalidInput', `AssertionEncryptionMode is Required or Allowed, not ${String(mode)}.`);
  if (removed !== undefined && before?.keys.every(({ id }) => id !== removed) !== false)
    throw noSuchEntity(`Private key ${removed} not found.`);
  const left = (before?.keys ?? []).filter(({ id }) => id !== removed);
  const keys = added === undefined ? left : [...left, { ...readKey(added, now), addedAt: now }];
  if (keys.length > MOST_KEYS)
    throw new AwsError('LimitExceeded', `Cannot exceed quota for private keys per SAML provider: ${MOST_KEYS}`, 409);
  if (mode !== undefined && keys.length === 0)
    throw new AwsError('InvalidInput', 'A private key is needed before assertions can be encrypted.');
  return mode === undefined && keys.length === 0 ? undefined : { ...(mode === undefined ? {} : { mode }), keys };
}

function readKey(pem: string, now: number): { id: string; key: KeyObject } {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return { id: sha256(`${now} ${pem}`).slice(0, 32).toUpperCase(), key };
  } catch {
    // Refused below.
  }
  throw new AwsError('InvalidInput', 'The private key must be an RSA key in PEM.');
}

/** How GetSAMLProvider shows it: keys without what is secret of them. */
export function showEncryption(encryption: TwinSamlProvider['encryption']): Record<string, unknown> {
  return encryption
    ? {
        AssertionEncryptionMode: encryption.mode,
        PrivateKeyList: encryption.keys.map(({ id, addedAt }) => ({ KeyId: id, Timestamp: new Date(addedAt) })),
      }
    : {};
}
