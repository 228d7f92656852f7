/**
 * Whether AWS accepts an assertion for a provider of IAM. The texts are those of "Troubleshoot SAML federation with IAM"
 * (IAM user guide) where it has them.
 */
import type { TwinSamlProvider } from '../../state/iam.js';
import type { TwinState } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { readClaims } from './claims.js';
import type { Claims } from './claims.js';
import { readMetadata } from './metadata.js';
import { audiences, PROTOCOL, signInEndpoints, SUCCESS } from './names.js';
import { readResponse, sealedAssertion, signedAssertion } from './signed-assertion.js';
import { attribute, children } from './strict-xml.js';

/** An assertion is redeemed within this time of being issued; milliseconds. */
const REDEEMED_WITHIN = 5 * 60_000;

/** An assertion that is signed by the provider's key, meant for AWS, and of now. */
export interface Accepted extends Claims {
  subject: string;
  recipient: string;
  roleSessionName: string;
}

/** The claims of a response (base64) at an instant. Throws `InvalidIdentityToken`, `ExpiredTokenException` or `IDPRejectedClaim`. */
export function acceptResponse(
  base64: string,
  provider: TwinSamlProvider,
  partition: TwinState['partition'],
  now: number,
): Accepted {
  const response = readResponse(base64);
  if (!response) throw invalidToken('Invalid base64 SAMLResponse or not a SAML response with one assertion');
  const [status] = children(response.root, PROTOCOL, 'Status').flatMap((element) =>
    children(element, PROTOCOL, 'StatusCode'),
  );
  if (status && attribute(status, 'Value') !== SUCCESS)
    throw new AwsError('IDPRejectedClaim', 'The identity provider reported that authentication failed.', 403);
  const metadata = readMetadata(provider.metadata());
  const { mode, keys = [] } = provider.encryption ?? {};
  if (mode === 'Required' && !response.isEncrypted)
    throw invalidToken('Specified provider accepts encrypted assertions only');
  const assertion =
    metadata &&
    (response.isEncrypted
      ? sealedAssertion(
          response,
          metadata.certificates,
          keys.map(({ key }) => key),
        )
      : signedAssertion(response, metadata.certificates));
  if (!assertion) throw invalidToken('Response signature invalid');
  if (provider.validUntil <= now) throw invalidToken('Specified provider has expired metadata');
  const claims = readClaims(assertion);
  if (claims.issuer !== metadata.entityId) throw invalidToken('Issuer not present in specified provider');
  return accept(claims, partition, now);
}

function accept(claims: Claims, partition: TwinState['partition'], now: number): Accepted {
  const { subject, confirmation, roleSessionName } = claims;
  if (subject === undefined)
    throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML', 403);
  if (!confirmation || !isEndpoint(confirmation.recipient, partition))
    throw invalidToken('Response does not contain the required recipient');
  if (!claims.audiences.some((audience) => audience === audiences[partition] || isEndpoint(audience, partition)))
    throw invalidToken('Response does not contain the required audience');
  checkTimes(claims, confirmation.notOnOrAfter, now);
  if (roleSessionName === undefined) throw invalidToken('RoleSessionName is required in AuthnResponse');
  if (!/^[a-zA-Z_0-9+=,.@-]{2,64}$/.test(roleSessionName))
    throw invalidToken('RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}');
  if (
    claims.sourceIdentity !== undefined &&
    (!/^[a-zA-Z_0-9+=,.@-]{2,64}$/.test(claims.sourceIdentity) || claims.sourceIdentity.startsWith('aws:'))
  ) {
    throw invalidToken('Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with "aws:"');
  }
  return { ...claims, subject, recipient: confirmation.recipient, roleSessionName };
}

/** Times that are none compare as neither earlier nor later: every comparison is written so that they are refused. */
function checkTimes({ issuedAt, conditions }: Claims, notOnOrAfter: number, now: number): void {
  const { notBefore = now, notOnOrAfter: conditionsEnd = Number.POSITIVE_INFINITY } = conditions;
  if (!(issuedAt <= now && notBefore <= now)) throw invalidToken('Response is not yet valid');
  if (!(now < notOnOrAfter && now < conditionsEnd && now <= issuedAt + REDEEMED_WITHIN)) {
    throw new AwsError('ExpiredTokenException', 'Token must be redeemed within 5 minutes of issuance');
  }
}

/** The sign-in endpoint of the partition, or that of a Region. */
function isEndpoint(url: string, partition: TwinState['partition']): boolean {
  const endpoint = signInEndpoints[partition];
  const regional = /^https:\/\/[a-z]{2}(-[a-z]+)+-\d\.(.*)$/.exec(url)?.[2];
  return url === endpoint || (regional !== undefined && `https://${regional}` === endpoint);
}

function invalidToken(message: string): AwsError {
  return new AwsError('InvalidIdentityToken', message);
}
