import { expect } from 'chai';
import { denialCode } from '../../harness/causes/denial.js';

describe('refusals are told apart by what AWS answers', () => {
  const refuse = (code: string, message: string): string =>
    denialCode({ ok: false, code, message, statusCode: 403, requestId: '' });
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y because no role trust policy allows the x action',
      'BG_TRUST_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p',
      'BG_SCP_DENIED',
    ],
    [
      'AccessDeniedException',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in an identity-based policy',
      'BG_IDENTITY_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y because no permissions boundary allows the x action',
      'BG_BOUNDARY_DENIED',
    ],
    [
      'AccessDenied',
      'User: session policy is not authorized to perform: x on resource: session policy',
      'BG_ACCESS_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y because no session policy allows the x action',
      'BG_SESSION_POLICY_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in a resource-based policy',
      'BG_RESOURCE_POLICY_DENIED',
    ],
    [
      'AccessDenied',
      'User: a is not authorized to perform: x on resource: y with an explicit deny in a resource control policy',
      'BG_RCP_DENIED',
    ],
    ['InvalidClientTokenId', '', 'BG_CREDENTIALS_REJECTED'],
    ['SignatureDoesNotMatch', '', 'BG_SIGNATURE_REJECTED'],
    ['AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code. ', 'BG_MFA_CODE_REJECTED'],
    ['ExpiredToken', '', 'BG_SESSION_EXPIRED'],
    [
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      'BG_SESSION_TOO_SHORT',
    ],
    [
      'ValidationError',
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
      'BG_SESSION_TOO_SHORT',
    ],
    ['ValidationError', 'RoleSessionName is invalid', 'BG_SERVICE_ERROR'],
    ['Throttling', 'Rate exceeded', 'BG_THROTTLED'],
    ['ServiceUnavailable', '', 'BG_SERVICE_ERROR'],
  ];
  for (const [code, message, expected] of cases)
    it(`${expected}: ${code} ${message.slice(0, 60)}`, () => expect(refuse(code, message)).to.equal(expected));
});
