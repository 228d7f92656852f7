/** Lists of what the twin never holds: certificates and providers that no break-glass path uses. Tools read them on the way. */
import { operation } from '../shared/operation.js';

export const notHeldOperations = [
  operation<unknown, unknown>({
    name: 'ListServerCertificates',
    run: () => ({ ServerCertificateMetadataList: [], IsTruncated: false }),
  }),
  operation<unknown, unknown>({ name: 'ListOpenIDConnectProviders', run: () => ({ OpenIDConnectProviderList: [] }) }),
];
