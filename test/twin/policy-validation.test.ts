import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from '../../iam/index.js';
import type { Policy, PolicyDocument } from '../../iam/index.js';
import {
  guardrailQuotas,
  readPolicyDocument,
  sizeWithoutWhiteSpace,
  validatePolicyDocument,
} from '../../twin/access/policy-validation/index.js';
import type { PolicyKind } from '../../twin/access/policy-validation/index.js';

const allow = { Effect: 'Allow', Action: 'iam:GetUser', Resource: '*' };
const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } };
const deny = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };
const document = (...statements: unknown[]): string => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const message = (kind: PolicyKind, text: string): string | undefined => validatePolicyDocument(kind, text)?.message;

/** Kind, document, text of the refusal; `undefined`: it is stored. */
type Row = readonly [kind: PolicyKind, text: string, message: string | undefined];

const SYNTAX = 'Syntax errors in policy.';
const LEGACY = 'The policy failed legacy parsing';
const VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
const IAM_PATH = /^IAM resource path must either be "\*" or start with user\/, federated-user\/, role\//;

const identity: readonly Row[] = [
  ['inline', document(allow), undefined],
  ['inline', document({ ...allow, Sid: '' }, { ...allow, Sid: '' }), undefined],
  ['inline', JSON.stringify({ Statement: allow }), undefined],
  ['inline', JSON.stringify({ Version: '2008-10-17', Id: 'x', Statement: allow }), undefined],
  ['managed', JSON.stringify({ Statement: allow }), 'Policy document must be version 2012-10-17 or greater.'],
  [
    'managed',
    JSON.stringify({ Version: '2008-10-17', Statement: allow }),
    'Policy document must be version 2012-10-17 or greater.',
  ],
  ['inline', JSON.stringify({ Version: '2012-10-18', Statement: allow }), SYNTAX],
  ['inline', '', SYNTAX],
  ['inline', 'null', SYNTAX],
  ['inline', '[]', SYNTAX],
  ['inline', document(allow).slice(0, -1), SYNTAX],
  ['inline', document({ ...allow, Sid: 'Łódź' }), SYNTAX],
  [
    'inline',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Effect":"Deny","Action":"*","Resource":"*"}]}',
    SYNTAX,
  ],
  [
    'inline',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"aws:ViaAWSService":"true"},"Bool":{"aws:SecureTransport":"true"}}}]}',
    SYNTAX,
  ],
  ['inline', JSON.stringify({ Version: '2012-10-17' }), SYNTAX],
  ['inline', document(), SYNTAX],
  ['inline', document(null), SYNTAX],
  ['inline', JSON.stringify({ Version: '2012-10-17', Statement: [allow], Comment: '' }), SYNTAX],
  ['inline', document({ ...allow, Actions: '*' }), SYNTAX],
  ['inline', document({ ...allow, NotAction: 'iam:*' }), SYNTAX],
  ['inline', document({ ...allow, NotResource: '*' }), SYNTAX],
  ['inline', document({ ...allow, Action: [5] }), SYNTAX],
  ['inline', document({ ...allow, Resource: {} }), SYNTAX],
  ['inline', document({ ...allow, Sid: 5 }), SYNTAX],
  ['inline', document({ Action: '*', Resource: '*' }), SYNTAX],
  ['inline', document({ ...allow, Effect: 'Maybe' }), SYNTAX],
  ['inline', document({ ...allow, Effect: 'allow' }), LEGACY],
  ['inline', document({ ...allow, Condition: [] }), SYNTAX],
  ['inline', document({ ...allow, Condition: { StringEquals: 'x' } }), SYNTAX],
  ['inline', document({ ...allow, Condition: { StringEquals: { 'aws:username': null } } }), SYNTAX],
  ['inline', document({ ...allow, Condition: { StringEqual: { 'aws:username': 'x' } } }), SYNTAX],
  ['inline', document({ ...allow, Condition: { constructor: { 'aws:username': 'x' } } }), SYNTAX],
  ['inline', document({ ...allow, Condition: { NullIfExists: { 'aws:username': 'true' } } }), SYNTAX],
  [
    'inline',
    document({ ...allow, Condition: { 'ForAnyValue:StringNotLikeIfExists': { 'aws:TagKeys': ['x', 5, true] } } }),
    undefined,
  ],
  [
    'inline',
    document({
      ...allow,
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': true }, Null: { 'aws:TokenIssueTime': 'false' } },
    }),
    undefined,
  ],
  ['inline', document({ ...allow, Condition: { StringEquals: { username: 'x' } } }), VENDOR],
  [
    'inline',
    document({ ...allow, Condition: { DateLessThan: { 'aws:CurrentTime': '2026-02-30T00:00:00Z' } } }),
    LEGACY,
  ],
  [
    'inline',
    document({
      ...allow,
      Condition: { 'ForAnyValue:DateLessThan': { 'aws:CurrentTime': ['2026-02-28T00:00:00Z', 'tomorrow'] } },
    }),
    LEGACY,
  ],
  ['inline', document({ ...allow, Condition: { DateLessThan: { 'aws:TokenIssueTime': '1700000000' } } }), undefined],
  ['inline', document({ ...allow, Principal: '*' }), 'Policy document should not specify a principal.'],
  ['inline', document({ ...allow, NotPrincipal: { AWS: '*' } }), 'Policy document should not specify a principal.'],
  [
    'inline',
    document({ ...allow, Sid: 'a' }, { ...allow, Sid: 'a' }),
    'Statement IDs (SID) in a single policy must be unique.',
  ],
  [
    'inline',
    document({ ...allow, Sid: 'no spaces' }),
    'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
  ],
  ['inline', document({ Effect: 'Allow', Resource: '*' }), 'Policy statement must contain actions.'],
  ['inline', document({ ...allow, Action: [] }), 'Policy statement must contain actions.'],
  ['inline', document({ Effect: 'Allow', Action: '*' }), 'Policy statement must contain resources.'],
  ['inline', document({ ...allow, Resource: [] }), 'Policy statement must contain resources.'],
  ['inline', document({ ...allow, Action: 'GetUser' }), VENDOR],
  ['inline', document({ ...allow, Action: 'iam:' }), VENDOR],
  ['inline', document({ ...allow, Action: 'iam:Get:User' }), 'Actions/Condition can contain only one colon.'],
  ['inline', document({ ...allow, Action: 'i*:GetUser' }), 'Vendor i* is not valid'],
  ['inline', document({ Effect: 'Allow', NotAction: 'i am:GetUser', Resource: '*' }), 'Vendor i am is not valid'],
  ['inline', document({ ...allow, Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".'],
  [
    'inline',
    document({ ...allow, Resource: 'arn:amazon:s3:::bucket' }),
    'Partition "amazon" is not valid for resource "arn:amazon:s3:*:*:bucket".',
  ],
  [
    'inline',
    document({ ...allow, Resource: 'arn:aws:s*:::bucket' }),
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  [
    'inline',
    document({ ...allow, Resource: 'arn:aws' }),
    'Resource vendor must be fully qualified and cannot contain regexes.',
  ],
  ['inline', document({ ...allow, Resource: 'arn:aws:s3::bucket' }), LEGACY],
  ['inline', document({ ...allow, Resource: 'arn:aws:::bucket' }), LEGACY],
  [
    'inline',
    document({ ...allow, Resource: 'arn:aws:iam:eu-west-1:111122223333:user/x' }),
    'IAM resource arn:aws:iam:eu-west-1:111122223333:user/x cannot contain region information.',
  ],
  [
    'inline',
    document({
      ...allow,
      Resource: [
        '*',
        'arn:aws:iam::*:role/break-glass/*',
        'arn:aws:iam::111122223333:*',
        'arn:aws:s3:::logs/${aws:username}/*',
        'arn:aws-cn:iam::*:root',
      ],
    }),
    undefined,
  ],
];

const trusts: readonly Row[] = [
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

const others: readonly Row[] = [
  ['session', '{', 'The policy is not in the valid JSON format.'],
  ['session', JSON.stringify({ Statement: allow }), undefined],
  [
    'session',
    JSON.stringify({ Version: '2013-01-01', Statement: allow }),
    'The policy must contain a valid version string',
  ],
  [
    'resource',
    document({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: 'arn:aws:sns:eu-west-1:111122223333:t',
    }),
    undefined,
  ],
  [
    'resource',
    document({ Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, NotAction: 'sns:Publish', NotResource: '*' }),
    undefined,
  ],
  [
    'resource',
    document({ Effect: 'Allow', NotPrincipal: { AWS: '111122223333' }, Action: 'sns:*', Resource: '*' }),
    'Allow with NotPrincipal is not allowed.',
  ],
  [
    'resource',
    document({ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::1:user/*' }, Action: 'sns:*', Resource: '*' }),
    'Invalid principal in policy',
  ],
  ['resource', document({ Effect: 'Allow', Principal: '*', Resource: '*' }), 'Missing required field Action'],
  [
    'resource',
    document({ Effect: 'Allow', Principal: '*', Action: 'Publish', Resource: '*' }),
    'Policy has invalid action',
  ],
  [
    'resource',
    document({ Effect: 'Allow', Principal: '*', Action: 'sns:*', Resource: 'topic' }),
    'Policy has invalid resource',
  ],
  ['resource', document(allow), 'Missing required field Principal'],
];

describe('a policy document', () => {
  for (const [title, rows] of [
    ['of a user, group or role', identity],
    ['of trust', trusts],
    ['of a session or resource', others],
  ] as const) {
    it(`${title} is stored or refused as AWS does`, () => {
      for (const [kind, text, expected] of rows) expect(message(kind, text), `${kind} ${text}`).to.equal(expected);
    });
  }

  it('on an IAM resource names a type of resource', () => {
    for (const name of ['roles/x', 'r*', 'user', '*user/x'])
      expect(message('managed', document({ ...allow, Resource: `arn:aws:iam::111122223333:${name}` })), name).to.match(
        IAM_PATH,
      );
  });

  it('of an organization is refused with one sentence, and a reason for people', () => {
    const wrong: readonly (readonly ['scp' | 'rcp', string, RegExp])[] = [
      ['scp', document(deny), /principal/],
      ['scp', JSON.stringify({ Statement: allow }), /version/],
      ['scp', document({ ...allow, Condition: { ArnUnlike: { 'aws:PrincipalArn': 'x' } } }), /Syntax/],
      ['scp', document({ ...allow, Resource: undefined }), /resources/],
      ['rcp', document({ ...deny, Effect: 'Allow' }), /denies/],
      ['rcp', document({ ...deny, Principal: { AWS: '111122223333' } }), /Principal/],
      ['rcp', document({ ...deny, Principal: undefined }), /Principal/],
      ['rcp', document({ ...deny, Action: '*' }), /service/],
      ['rcp', document({ ...deny, Action: undefined, NotAction: 's3:GetObject' }), /NotAction/],
      ['rcp', document({ ...deny, Action: 'GetObject' }), /vendor/],
    ];
    for (const [kind, text, detail] of wrong) {
      const problem = validatePolicyDocument(kind, text);
      expect(problem, text).to.include({
        code: 'MalformedPolicyDocumentException',
        message: 'The provided policy document does not meet the requirements of the specified policy type.',
      });
      expect(problem?.detail).to.match(detail);
    }
    const exempt = { Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/break-glass/BreakGlass' } } };
    for (const [kind, text] of [
      ['scp', document({ ...allow, Action: '*' })],
      [
        'scp',
        document(
          { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: '*', ...exempt },
          { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:user/*' },
        ),
      ],
      ['rcp', document({ ...deny, ...exempt })],
    ] as const)
      expect(validatePolicyDocument(kind, text), text).to.equal(undefined);
  });
});

describe('the size of a policy document', () => {
  const padded = (statement: object, characters: number): string => {
    const text = document({ ...statement, Condition: { StringEquals: { 'aws:username': '' } } });
    return text.replace('"aws:username":""', `"aws:username":"${'x'.repeat(characters - text.length)}"`);
  };

  it('has the quota of its kind, to the character', () => {
    const sizes: readonly (readonly [PolicyKind, object, number, string, string])[] = [
      ['trust', trust, 2048, 'LimitExceeded', 'Cannot exceed quota for ACLSizePerRole: 2048'],
      ['managed', allow, 6144, 'LimitExceeded', 'Cannot exceed quota for PolicySize: 6144'],
      [
        'scp',
        allow,
        5120,
        'ConstraintViolationException',
        'You have exceeded the maximum size of a policy, 5120 characters.',
      ],
      [
        'rcp',
        deny,
        5120,
        'ConstraintViolationException',
        'You have exceeded the maximum size of a policy, 5120 characters.',
      ],
    ];
    for (const [kind, statement, limit, code, text] of sizes) {
      expect(validatePolicyDocument(kind, padded(statement, limit)), kind).to.equal(undefined);
      expect(validatePolicyDocument(kind, padded(statement, limit + 1)), kind).to.include({ code, message: text });
    }
  });

  it('counts white space in Organizations and leaves it out in IAM', () => {
    const spaced = padded(allow, 5120).replace('[', `[${' '.repeat(500)}`);
    expect(validatePolicyDocument('scp', spaced)).to.have.property('code', 'ConstraintViolationException');
    expect(validatePolicyDocument('managed', padded(allow, 6144).replace('[', `[${' '.repeat(500)}`))).to.equal(
      undefined,
    );
    expect(sizeWithoutWhiteSpace('{ "a":\n\t"b c" }')).to.equal('{"a":"bc"}'.length);
  });

  it('of a service control policy was doubled on 15 May 2026', () => {
    const before = guardrailQuotas(Date.UTC(2026, 4, 14, 23, 59));
    const after = guardrailQuotas(Date.UTC(2026, 4, 15));
    expect([before.scpCharacters, before.scpsPerTarget, after.scpCharacters, after.scpsPerTarget]).to.deep.equal([
      5120, 5, 10_240, 10,
    ]);
    expect([before.rcpCharacters, after.rcpCharacters]).to.deep.equal([5120, 5120]);
    expect(validatePolicyDocument('scp', padded(allow, 10_240), after.scpCharacters)).to.equal(undefined);
    expect(validatePolicyDocument('scp', padded(allow, 10_240), before.scpCharacters)).to.not.equal(undefined);
  });
});

describe('whatever is stored', () => {
  const some = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
  const value: fc.Arbitrary<unknown> = fc.oneof(
    some<unknown>(
      '*',
      'iam:Get*',
      'sts:AssumeRole',
      'arn:aws:iam::111122223333:role/R',
      '${aws:username}',
      '${',
      '',
      'true',
      '2026-01-01',
      null,
      7,
      {},
      [],
    ),
    fc.string(),
  );
  const values = fc.oneof(value, fc.array(value, { maxLength: 3 }));
  const conditionValues = fc.oneof(
    some<unknown>('*', '${aws:username}', '${', '', 'true', 5, ['a', '${x']),
    fc.string({ unit: 'binary-ascii' }),
  );
  const condition = fc.dictionary(
    some(
      'StringLike',
      'ArnNotLike',
      'Bool',
      'NumericLessThan',
      'IpAddress',
      'ForAllValues:StringEquals',
      'Null',
      'BinaryEquals',
    ),
    fc.dictionary(some('aws:username', 'aws:CurrentTime', 'aws:SourceIp', 'x:__proto__'), conditionValues, {
      maxKeys: 2,
    }),
    { maxKeys: 2 },
  );
  /** What is often stored. */
  const likely = fc.record(
    {
      Effect: some('Allow', 'Deny'),
      Action: some<unknown>('*', ['sts:AssumeRole'], 'sts:AssumeRole', 's3:*'),
      Resource: some<unknown>('*', ['arn:aws:iam::*:role/${aws:username}']),
      Principal: some<unknown>('*', { AWS: '111122223333' }, { AWS: '*' }, { Service: 'lambda.amazonaws.com' }),
      Condition: condition,
    },
    { requiredKeys: ['Effect', 'Action'] },
  );
  const wild = fc.record(
    {
      Sid: some<unknown>('a', 'b c', 5),
      Effect: some('Allow', 'Deny', 'allow'),
      Action: values,
      NotAction: values,
      Resource: values,
      NotResource: values,
      Principal: values,
      Condition: fc.oneof(condition, fc.dictionary(some('Nonsense', '__proto__', 'DateLessThan'), values)),
    },
    { requiredKeys: ['Effect'] },
  );
  const statement = fc.oneof({ weight: 4, arbitrary: likely }, { weight: 1, arbitrary: wild });
  const text = fc
    .record(
      {
        Version: some<unknown>('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', 1),
        Statement: fc.oneof(
          { weight: 4, arbitrary: statement },
          { weight: 4, arbitrary: fc.array(statement, { maxLength: 3 }) },
          value,
        ),
      },
      { requiredKeys: ['Statement'] },
    )
    .map((made) => JSON.stringify(made));
  const kind = some<PolicyKind>('trust', 'managed', 'inline', 'session', 'scp', 'rcp', 'resource');

  it('is decided by the evaluator without an error', () => {
    let stored = 0;
    fc.assert(
      fc.property(kind, text, (of, given) => {
        if (validatePolicyDocument(of, given)) return;
        stored++;
        const policy: Policy = { name: 'p', document: readPolicyDocument(of, given) };
        const asked = {
          principal: 'arn:aws:iam::111122223333:user/a',
          action: 'sts:AssumeRole',
          resource: 'arn:aws:iam::111122223333:role/R',
          resourceAccount: '111122223333',
          context: { 'aws:username': 'a', 'aws:SourceIp': '192.0.2.1', 'aws:CurrentTime': '2026-06-01T00:00:00Z' },
        };
        const { decision } = evaluate(asked, {
          identity: [policy],
          trust: policy,
          resource: policy,
          boundary: policy,
          session: [policy],
          scpsByLevel: [[policy]],
        });
        expect(decision).to.be.oneOf(['allow', 'implicitDeny', 'explicitDeny']);
      }),
      { seed: 11, numRuns: 5000 },
    );
    expect(stored).to.be.greaterThan(100);
  });

  it('or refused, whatever the text, with a code and without an error', () => {
    fc.assert(
      fc.property(kind, fc.oneof(fc.string(), fc.json(), text), (of, given) => {
        const problem = validatePolicyDocument(of, given);
        if (problem)
          expect(problem.code).to.match(
            /^(MalformedPolicyDocument(Exception)?|LimitExceeded|ConstraintViolationException)$/,
          );
        else expect(readPolicyDocument(of, given)).to.deep.equal(JSON.parse(given) as PolicyDocument);
      }),
      { seed: 12, numRuns: 2000 },
    );
  });
});
