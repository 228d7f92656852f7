/** Reads the credentials of a user, each kind standing alone: one that is refused is unread, and nothing is said of it. */
import type { IAMClient } from '@aws-sdk/client-iam';
import { lacksOperation } from '../missing-operations.js';
import { OTHER_KINDS, unreadKind } from './credential-kinds.js';
import type { CredentialKind, ReadCredential } from './credential-kinds.js';
import { readCredentials } from './credentials.js';
import { readPart } from './port.js';
import type { Reading } from './port.js';

export function readUserCredentials(reading: Reading, iam: IAMClient, user: string): Promise<ReadCredential[]> {
  return readCredentials(
    iam,
    user,
    (kind, read) => {
      const what = unreadKind(kind, user);
      return readPart(reading, { part: 'credentials', what }, [], () => unlessNotThere(reading, kind, what, read));
    },
    (read) =>
      readPart<{ lastUsed?: string }>(
        reading,
        { part: 'last use', what: `last use of credentials of user "${user}"` },
        {},
        async () => ({ lastUsed: (await read())?.toISOString() ?? 'never' }),
      ),
  );
}

/** Few emulators have all that single services take: where there is no such operation, nobody has such a credential. */
async function unlessNotThere(
  { account: { id, name }, unread }: Reading,
  kind: CredentialKind,
  what: string,
  read: () => Promise<ReadCredential[]>,
): Promise<ReadCredential[]> {
  try {
    return await read();
  } catch (error) {
    if (OTHER_KINDS[kind] === undefined || !lacksOperation(error)) throw error;
    const why = 'the endpoint has no such operation';
    unread.push({ account: { id, name }, part: 'credentials not there', what, why, absent: true });
    return [];
  }
}
