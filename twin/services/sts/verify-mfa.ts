/** MFA in STS calls: the serial number and the code that come with a call. */
import { acceptCode } from '../../access/mfa-codes.js';
import { AwsError } from '../../wire/aws-error.js';
import type { OperationContext } from '../shared/operation.js';

/** A serial number and a code, both optional in the API. */
export interface MfaInput {
  SerialNumber?: string;
  TokenCode?: string;
}

/**
 * True if the call brings a right code of a device of the caller; false if it brings none. Throws AWS's `AccessDenied`
 * for a wrong, used or foreign one. A code is used up by being accepted.
 */
export function verifyMfa(
  { SerialNumber: serial, TokenCode: code }: MfaInput,
  { caller, clock }: OperationContext,
): boolean {
  if (serial === undefined && code === undefined) return false;
  if (serial === undefined || code === undefined) {
    throw new AwsError('ValidationError', 'MultiFactorAuthentication needs both SerialNumber and TokenCode.');
  }
  if (!/^[\w+=/:,.@-]{9,256}$/.test(serial)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'serialNumber' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=/:,.@-]*, length 9 to 256`,
    );
  }
  if (!/^\d{6}$/.test(code)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\d]*, length 6`,
    );
  }
  const devices = caller.kind === 'user' ? [...caller.user.mfaDevices.values()] : [];
  const device = devices.find((candidate) => candidate.serialNumber === serial);
  if (!device) {
    throw new AwsError(
      'AccessDenied',
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.',
      403,
    );
  }
  if (!acceptCode(device, code, clock.now()))
    throw new AwsError('AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 403);
  return true;
}
