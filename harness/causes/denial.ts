/** Names the reason of a refusal from what AWS answered: code, text and nothing else. */
import type { Answer } from '../../aws/query-client.js';
import { codeOfFault } from '../../aws/way-faults.js';
import type { FindingCode } from './explanation.js';

type Refusal = Extract<Answer<unknown>, { ok: false }>;

/** Policy types in the words of AWS's access-denied messages (IAM user guide, "Troubleshoot access denied error messages"). */
const POLICY_TYPES: readonly (readonly [string, FindingCode])[] = [
  ['role trust policy', 'BG_TRUST_DENIED'],
  ['service control policy', 'BG_SCP_DENIED'],
  ['resource control policy', 'BG_RCP_DENIED'],
  ['permissions boundary', 'BG_BOUNDARY_DENIED'],
  ['session policy', 'BG_SESSION_POLICY_DENIED'],
  ['identity-based policy', 'BG_IDENTITY_DENIED'],
  ['resource-based policy', 'BG_RESOURCE_POLICY_DENIED'],
];

const CODES: Readonly<Record<string, FindingCode>> = {
  InvalidClientTokenId: 'BG_CREDENTIALS_REJECTED',
  UnrecognizedClientException: 'BG_CREDENTIALS_REJECTED',
  InvalidAccessKeyId: 'BG_CREDENTIALS_REJECTED',
  ExpiredToken: 'BG_SESSION_EXPIRED',
  ExpiredTokenException: 'BG_SESSION_EXPIRED',
  RequestExpired: 'BG_SESSION_EXPIRED',
  RequestTimeTooSkewed: 'BG_SIGNATURE_REJECTED',
  AuthFailure: 'BG_CREDENTIALS_REJECTED',
  SignatureDoesNotMatch: 'BG_SIGNATURE_REJECTED',
  InvalidSignatureException: 'BG_SIGNATURE_REJECTED',
};

/** True for the names that services have for a lack of permission; SNS has its own. */
export function isAccessDenied(name: string): boolean {
  return ['AccessDenied', 'AccessDeniedException', 'AuthorizationError', 'AuthorizationErrorException'].includes(name);
}

/** The code of a refusal. */
export function denialCode(refusal: Refusal): FindingCode {
  if (isAccessDenied(refusal.code)) {
    if (refusal.message.includes('MultiFactorAuthentication failed')) return 'BG_MFA_CODE_REJECTED';
    // Read only what follows "because" or "with": a resource could be called "session policy".
    const reason = /(?:because no|with an explicit deny in) (.*)$/s.exec(refusal.message)?.[1] ?? '';
    return (
      POLICY_TYPES.find(([words]) => reason.replace(/^(?:a|an|the) /, '').startsWith(words))?.[1] ?? 'BG_ACCESS_DENIED'
    );
  }
  // More than the role gives, or more than an hour with a session.
  if (refusal.code === 'ValidationError' && /MaxSessionDuration|role chaining/.test(refusal.message))
    return 'BG_SESSION_TOO_SHORT';
  // What kept an answer from coming has our own code.
  const own = UNCLEAR.find((code) => code === refusal.code);
  return own ?? CODES[refusal.code] ?? codeOfFault(refusal.code);
}

/** Codes that say nothing about access: what they stop is inconclusive, not broken. */
export function isUnclear(code: FindingCode): boolean {
  return UNCLEAR.includes(code);
}

const UNCLEAR: readonly FindingCode[] = [
  'BG_THROTTLED',
  'BG_SERVICE_ERROR',
  'BG_NO_ANSWER',
  'BG_SETTING_MISSING',
  'BG_SIGNATURE_REJECTED',
  'BG_SESSION_EXPIRED',
  'BG_WITHHELD',
  'BG_NEVER_SENT',
];
