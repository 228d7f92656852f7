/** Which passwords an account takes, and how they are kept (IAM user guide, "Set an account password policy for IAM users"). */
import { sha256 } from '../../../base/canonical-json.js';
import type { TwinPasswordPolicy, TwinUser } from '../../state/iam.js';
import { AwsError } from '../../wire/aws-error.js';

const SYMBOLS = /[!@#$%^&*()_+\-=[\]{}|']/;
const LONGEST = 128;

/** Throws `PasswordPolicyViolation` for a password that the account does not take; `undefined` is AWS's default policy. */
export function checkPassword(password: string, policy: TwinPasswordPolicy | undefined): void {
  if (/^[\t\n\r\u0020-\u00FF]{1,128}$/.test(password) && password.length <= LONGEST && conforms(password, policy))
    return;
  throw new AwsError('PasswordPolicyViolation', 'Password does not conform to the account password policy.');
}

/** What is kept of a password: nobody can read it back. */
export function passwordHash(user: TwinUser, password: string): string {
  return sha256(`${user.id} ${password}`);
}

/** The default policy wants eight characters of at least three kinds. */
function conforms(password: string, policy: TwinPasswordPolicy | undefined): boolean {
  const kinds = {
    uppercase: /[A-Z]/.test(password),
    lowercase: /[a-z]/.test(password),
    numbers: /[0-9]/.test(password),
    symbols: SYMBOLS.test(password),
  };
  if (!policy) return password.length >= 8 && Object.values(kinds).filter(Boolean).length >= 3;
  return (
    password.length >= policy.minimumLength &&
    (kinds.uppercase || !policy.requireUppercase) &&
    (kinds.lowercase || !policy.requireLowercase) &&
    (kinds.numbers || !policy.requireNumbers) &&
    (kinds.symbols || !policy.requireSymbols)
  );
}
