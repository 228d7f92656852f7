/** Lists of what the twin never holds: keys, certificates and providers that no break-glass path uses. Tools read them on the way. */
import { operation } from '../shared/operation.js';
import type { AnyOperation } from '../shared/operation.js';
import { userOf } from './entities.js';
import { onEntity } from './permissions.js';

/** A list of what belongs to a user. */
function ofUser(name: string, list: string, answer: Record<string, unknown> = {}): AnyOperation {
  return operation<{ UserName?: string }, unknown>({
    name,
    permissions: onEntity(name, 'user'),
    run: ({ UserName }, context) => {
      userOf(context, UserName);
      return { [list]: [], ...answer };
    },
  });
}

export const notHeldOperations = [
  ofUser('ListSSHPublicKeys', 'SSHPublicKeys', { IsTruncated: false }),
  ofUser('ListSigningCertificates', 'Certificates', { IsTruncated: false }),
  ofUser('ListServiceSpecificCredentials', 'ServiceSpecificCredentials'),
  operation<unknown, unknown>({
    name: 'ListServerCertificates',
    run: () => ({ ServerCertificateMetadataList: [], IsTruncated: false }),
  }),
  operation<unknown, unknown>({ name: 'ListOpenIDConnectProviders', run: () => ({ OpenIDConnectProviderList: [] }) }),
];
