/** What the made-up identity provider, or Identity Center, signs assertions with. */
import type { KeyObject } from 'node:crypto';

/** An RSA key and the certificate that metadata shows of it. It lives in memory alone. */
export interface SigningKey {
  privateKey: KeyObject;
  /** DER in base64, as in `ds:X509Certificate`. */
  certificate: string;
}
