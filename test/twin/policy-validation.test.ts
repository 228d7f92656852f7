import { expect } from 'chai';
import {
  guardrailQuotas,
  sizeWithoutWhiteSpace,
  validatePolicyDocument,
} from '../../twin/access/policy-validation/index.js';
import type { PolicyKind } from '../../twin/access/policy-validation/index.js';
import { allow, trust, deny, document, message, IAM_PATH } from './policy-validation/documents.js';
import { identity } from './policy-validation/identity-rows.js';
import { others } from './policy-validation/other-rows.js';
import { trusts } from './policy-validation/trust-rows.js';

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
