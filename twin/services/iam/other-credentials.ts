/** What signing certificates, SSH public keys and service-specific credentials have in common. Nothing here is called with them. */
import type { TwinOtherCredential, TwinUser } from '../../state/iam.js';
import { operation } from '../shared/operation.js';
import type { AnyOperation, OperationContext } from '../shared/operation.js';
import { noSuchEntity, userOf } from './entities.js';
import { checkOneOf } from './input-checks.js';
import { onEntity } from './permissions.js';

interface UserInput {
  UserName?: string;
}

export type Kind = TwinOtherCredential['kind'];
export type Of<K extends Kind> = Extract<TwinOtherCredential, { kind: K }>;

/** What a user has of a kind, oldest first. */
export function credentialsOf<K extends Kind>(user: TwinUser, kind: K): Of<K>[] {
  return [...user.otherCredentials.values()].filter((one): one is Of<K> => one.kind === kind);
}

/** One of the user that is named, or of the caller. Throws `NoSuchEntity`. */
export function credentialOf<K extends Kind>(
  context: OperationContext,
  name: string | undefined,
  kind: K,
  id: string,
): Of<K> {
  const found = credentialsOf(userOf(context, name), kind).find((one) => one.id === id);
  if (!found) throw noSuchEntity(`The ${NOUNS[kind]} with id ${id} cannot be found.`);
  return found;
}

const NOUNS = {
  'signing-certificate': 'Certificate',
  'ssh-public-key': 'Public Key',
  'service-specific': 'Service Specific Credential',
} as const;

export const statusOf = ({ active }: { active: boolean }): string => (active ? 'Active' : 'Inactive');

/** `Update…` and `Delete…`, which all kinds have alike; `member` names the id in an input. */
export function changes(kind: Kind, noun: string, member: string): AnyOperation[] {
  type Input = UserInput & { Status: string } & Record<string, string>;
  const found = (input: Input, context: OperationContext): TwinOtherCredential =>
    credentialOf(context, input.UserName, kind, input[member] ?? '');
  return [
    operation<Input, unknown>({
      name: `Update${noun}`,
      permissions: onEntity(`Update${noun}`, 'user'),
      run: (input, context) => {
        checkOneOf('status', input.Status, ['Active', 'Inactive', 'Expired']);
        found(input, context).active = input.Status === 'Active';
        return {};
      },
    }),
    operation<Input, unknown>({
      name: `Delete${noun}`,
      permissions: onEntity(`Delete${noun}`, 'user'),
      run: (input, context) => {
        userOf(context, input.UserName).otherCredentials.delete(found(input, context).id);
        return {};
      },
    }),
  ];
}
