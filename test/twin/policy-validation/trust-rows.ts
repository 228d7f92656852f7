/** Trust policies: which are stored, and with which text the others are refused. */
import { trust, document } from './documents.js';
import type { Row } from './documents.js';

export const trusts: readonly Row[] = [
  ['trust', document(trust), undefined],
  [
    'trust',
    document({ ...trust, Action: ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'], Sid: 'any Sid' }),
    undefined,
  ],
  ['trust', document({ ...trust, Effect: 'Deny', Action: 'sts:AssumeRole*' }), undefined],
  [
    'trust',
    document({
      ...trust,
      Principal: {
        AWS: [
          '*',
          'arn:aws:iam::111122223333:root',
          'arn:aws:iam::111122223333:user/p/n',
          'arn:aws:sts::111122223333:assumed-role/R/session',
        ],
      },
    }),
    undefined,
  ],
  [
    'trust',
    document({ ...trust, Principal: { Service: ['lambda.amazonaws.com', 'states.eu-west-1.amazonaws.com'] } }),
    undefined,
  ],
  [
    'trust',
    document({
      ...trust,
      Action: 'sts:AssumeRoleWithSAML',
      Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/workforce' },
    }),
    undefined,
  ],
  [
    'trust',
    document({
      ...trust,
      Action: 'sts:AssumeRoleWithWebIdentity',
      Principal: {
        Federated: [
          'accounts.google.com',
          'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
        ],
      },
    }),
    undefined,
  ],
  ['trust', '{', 'This policy contains invalid Json'],
  ['trust', '[]', 'This policy contains invalid Json'],
  ['trust', document(5), 'This policy contains invalid Json'],
  [
    'trust',
    '{"Statement":[{"Effect":"Allow","Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}',
    'This policy contains invalid Json',
  ],
  ['trust', JSON.stringify({ Version: '2012-10-17', Statements: [] }), 'Unknown field Statements'],
  [
    'trust',
    JSON.stringify({ Version: '2020-01-01', Statement: trust }),
    'The policy must contain a valid version string',
  ],
  ['trust', JSON.stringify({ Version: '2012-10-17' }), 'Missing required field Statement'],
  ['trust', document(), 'Could not parse the policy: Statement is empty!'],
  ['trust', document({ ...trust, Principle: {} }), 'Unknown field Principle'],
  ['trust', document({ ...trust, Effect: undefined }), 'Missing required field Effect'],
  ['trust', document({ ...trust, Effect: 'allow' }), 'Invalid effect: allow'],
  ['trust', document({ ...trust, Principal: undefined }), 'Missing required field Principal'],
  ['trust', document({ ...trust, Principal: {} }), 'Missing required field Principal cannot be empty!'],
  ['trust', document({ ...trust, Principal: { AWS: [] } }), 'Missing required field Principal cannot be empty!'],
  ['trust', document({ ...trust, Principal: '*' }), 'AssumeRolepolicy contained an invalid principal: "STAR":"*".'],
  ['trust', document({ ...trust, Principal: ['*'] }), 'Principal must be a JSON object.'],
  ['trust', document({ ...trust, Principal: { User: 'x' } }), 'Invalid principal in policy: "User"'],
  [
    'trust',
    document({ ...trust, Principal: undefined, NotPrincipal: { AWS: '111122223333' } }),
    'Allow with NotPrincipal is not allowed.',
  ],
  [
    'trust',
    document({ ...trust, Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: '111122223333' } }),
    'AssumeRole policy must not contain NotPrincipal field.',
  ],
  ...[
    'arn:aws:iam::111122223333:user/bg-*',
    'arn:aws:sts::111122223333:assumed-role/R/*',
    'arn:aws:iam::111122223333:group/admins',
    'arn:aws:iam::*:root',
    '11112222333',
    'bg-1',
  ].map((name): Row => [
    'trust',
    document({ ...trust, Principal: { AWS: ['111122223333', name] } }),
    `Invalid principal in policy: "AWS":"${name}"`,
  ]),
  [
    'trust',
    document({ ...trust, Principal: { Service: 'lambda.amazon.com' } }),
    'Invalid principal in policy: "SERVICE":"lambda.amazon.com"',
  ],
  [
    'trust',
    document({ ...trust, Principal: { Federated: 'arn:aws:iam//111122223333:saml-provider/x' } }),
    'Federated principals must be valid domain names or SAML metadata ARNs',
  ],
  ['trust', document({ ...trust, Action: undefined }), 'Missing required field Action'],
  ...['sts:*', '*', 'iam:GetUser', 'sts:GetSessionToken'].map((action): Row => [
    'trust',
    document({ ...trust, Action: [action] }),
    'AssumeRole policy may only specify STS AssumeRole actions.',
  ]),
  ['trust', document({ ...trust, Resource: '*' }), 'Has prohibited field Resource'],
  ['trust', document({ ...trust, NotResource: '*' }), 'AssumeRole policy must not contain resources.'],
  [
    'trust',
    document({ ...trust, Condition: { Boole: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    'Invalid Condition type : Boole',
  ],
  ['trust', document({ ...trust, Condition: { Bool: 'true' } }), 'Syntax error in policy.'],
  ['trust', document({ ...trust, Sid: 'a' }, { ...trust, Sid: 'a' }), 'The Statement Ids in the policy are not unique'],
];
