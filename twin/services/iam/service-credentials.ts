/** Names and secrets of credentials that one service alone takes (IAM user guide, "API keys for AWS services"; CodeCommit user guide, "HTTPS users"). */
import { base32Secret, secretAccessKey } from '../../../base/ids.js';
import type { Random } from '../../../base/random.js';

/** Services that take keys of their own: the key is a bearer token and may end (IAM API reference, CreateServiceSpecificCredential). */
const KEY_SERVICES: Readonly<Record<string, string>> = {
  'bedrock.amazonaws.com': 'BedrockAPIKey',
  'logs.amazonaws.com': 'LogsAPIKey',
};
const PASSWORD_SERVICES = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com'];

/** Services that a user may have credentials of. */
export const SUPPORTED_SERVICES: readonly string[] = [...PASSWORD_SERVICES, ...Object.keys(KEY_SERVICES)];

export function takesKeys(service: string): boolean {
  return KEY_SERVICES[service] !== undefined;
}

/** What the service calls the credential; `index` of those that the user has already. */
export function serviceUserName(user: string, accountId: string, index: number): string {
  return `${user}${index === 0 ? '' : `+${index}`}-at-${accountId}`;
}

/** The alias of a key. */
export function keyAlias(service: string, accountId: string, random: Random): string {
  return `${KEY_SERVICES[service] ?? ''}-${base32Secret(3, random).toLowerCase()}-at-${accountId}`;
}

/** A password or a key: shown once, and nothing here takes it, so that it is not kept. */
export function serviceSecret(service: string, random: Random): string {
  return takesKeys(service) ? `ABSK${secretAccessKey(random)}` : `${secretAccessKey(random)}aA1=`;
}
