import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from '../../iam/index.js';
import type { Policy, PolicyDocument } from '../../iam/index.js';
import { readPolicyDocument, validatePolicyDocument } from '../../twin/access/policy-validation/index.js';
import type { PolicyKind } from '../../twin/access/policy-validation/index.js';

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
