import { expect } from 'chai';
import fc from 'fast-check';
import { evaluate } from '../../iam/index.js';
import type { ApplicablePolicies, Policy, PolicyDocument, PolicyStatement } from '../../iam/index.js';
import { decide, everything, full, policy, request, role, session } from './fixture.js';

describe('evaluate is not fooled', () => {
  const identity = (statement: PolicyStatement): ApplicablePolicies => ({
    identity: [policy('p', statement)],
    scpsByLevel: [],
  });

  it('by an unknown operator, which opens nothing and weakens nothing', () => {
    const Condition = { StringAlmostEquals: { 'aws:username': 'x' } };
    expect(evaluate(request, identity({ ...everything, Condition })).decision).to.equal('implicitDeny');
    const deny = policy('d', { Effect: 'Deny', Action: '*', Resource: '*', Condition });
    expect(decide(request, { identity: [full, deny] })).to.equal('explicitDeny');
  });

  it('by names of object prototypes, as operators, keys or variables', () => {
    const username = String(Object);
    const conditions = [
      '{"constructor":{"x":"y"}}',
      '{"StringEquals":{"constructor":"y"}}',
      '{"StringLike":{"aws:username":"${constructor}*"}}',
    ];
    for (const condition of conditions) {
      const Condition = JSON.parse(condition) as NonNullable<PolicyStatement['Condition']>;
      const asked = { ...request, context: { 'aws:username': username } };
      expect(evaluate(asked, identity({ ...everything, Condition })).decision, condition).to.equal('implicitDeny');
    }
  });

  it('by values of a request that look like patterns', () => {
    const statement: PolicyStatement = { ...everything, Resource: 'arn:aws:s3:::logs/${aws:username}' };
    expect(evaluate({ ...request, context: { 'aws:username': 'a' } }, identity(statement)).decision).to.equal('allow');
    for (const name of ['*', '?', '${*}']) {
      expect(evaluate({ ...request, context: { 'aws:username': name } }, identity(statement)).decision, name).to.equal(
        'implicitDeny',
      );
    }
  });

  it('by a variable before the fifth colon of a resource', () => {
    const asked = {
      ...request,
      action: 'iam:GetRole',
      resource: 'arn:aws:iam::111111111111:role/R',
      context: { 'aws:PrincipalAccount': '111111111111' },
    };
    expect(
      evaluate(asked, identity({ ...everything, Resource: 'arn:aws:iam::${aws:PrincipalAccount}:role/R' })).decision,
    ).to.equal('implicitDeny');
  });

  it('by patterns that AWS would not store', () => {
    const asked = { ...request, action: 'iam:GetRole', resource: role.replace('222222222222', '111111111111') };
    for (const Resource of ['arn:aws:*::111111111111:role/R', 'arn:aws:iam::111111111111:ro*']) {
      expect(evaluate(asked, identity({ ...everything, Resource })).decision, Resource).to.equal('implicitDeny');
      const deny = policy('deny', { Effect: 'Deny', Action: '*', Resource });
      expect(decide(asked, { identity: [full, deny] }), Resource).to.equal('explicitDeny');
    }
  });

  it('by names that only look like those of AWS', () => {
    const asked = { ...request, action: 'kms:Decrypt', context: { 'aws:TokenIssueTime': 'x' } };
    expect(decide(asked, { identity: [policy('p', { ...everything, Action: '\u212ams:*' })] }), 'Kelvin sign').to.equal(
      'implicitDeny',
    );
    const Condition = { Null: { 'aws:To\u212aenIssueTime': 'false' } };
    expect(decide(asked, { identity: [policy('p', { ...everything, Condition })] }), 'in a key').to.equal(
      'implicitDeny',
    );
    expect(decide(asked, { identity: [policy('p', { ...everything, Action: 'kms:Decrypt\u0000' })] }), 'NUL').to.equal(
      'implicitDeny',
    );
  });

  it('by characters that end lines or are half of a pair', () => {
    for (const text of ['a\nb', 'a\r\u2028b', 'a\ud83db', 'a\u0000b', 'a\u{1f511}b']) {
      const Condition = { StringLike: { 'aws:username': 'a*b' } };
      const asked = { ...request, context: { 'aws:username': text } };
      expect(decide(asked, { identity: [policy('p', { ...everything, Condition })] }), JSON.stringify(text)).to.equal(
        'allow',
      );
      const exact = { StringEquals: { 'aws:username': 'ab' } };
      expect(decide(asked, { identity: [policy('p', { ...everything, Condition: exact })] })).to.equal('implicitDeny');
    }
  });
});

describe('documents that AWS would not store', () => {
  const malformed: [title: string, statement: unknown][] = [
    ['no action', { Resource: '*' }],
    ['two actions', { Action: '*', NotAction: 's3:*', Resource: '*' }],
    ['a number for an action', { Action: 5, Resource: '*' }],
    ['a number among the left-out actions', { NotAction: [5], Resource: '*' }],
    ['null for an action', { Action: null, Resource: '*' }],
    ['an object for a resource', { Action: '*', Resource: { '*': true } }],
    ['two resources', { Action: '*', Resource: '*', NotResource: 'arn:aws:s3:::b' }],
    ['a list for a condition', { Action: '*', Resource: '*', Condition: [] }],
    ['a text for the keys of an operator', { Action: '*', Resource: '*', Condition: { StringEquals: 'x' } }],
    ['null for a value', { Action: '*', Resource: '*', Condition: { Null: { 'aws:username': null } } }],
    [
      'a list within a list of values',
      { Action: '*', Resource: '*', Condition: { Null: { 'aws:username': [['true']] } } },
    ],
    ['a name for a principal', { Action: '*', Resource: '*', Principal: 'alice' }],
    ['a number for a Sid', { Sid: 5, Action: '*', Resource: '*' }],
  ];
  const policyOf = (statement: unknown): Policy => ({
    name: 'm',
    document: { Statement: statement } as PolicyDocument,
  });

  for (const [title, statement] of malformed) {
    it(`open nothing and weaken nothing: ${title}`, () => {
      const allow = policyOf([{ Effect: 'Allow', ...(statement as object) }]);
      const deny = policyOf([{ Effect: 'Deny', ...(statement as object) }]);
      expect(decide(request, { identity: [allow] })).to.equal('implicitDeny');
      expect(decide(request, { identity: [], resource: allow })).to.equal('implicitDeny');
      expect(decide(request, { identity: [full, deny] })).to.equal('explicitDeny');
      expect(decide(request, { resource: deny })).to.equal('explicitDeny');
    });
  }

  it('hold no statement: a text, null, nothing, another effect', () => {
    for (const statement of [
      'x',
      null,
      undefined,
      [],
      [null],
      [[everything]],
      { ...everything, Effect: 'allow' },
      { ...everything, Effect: ['Deny'] },
    ]) {
      expect(decide(request, { identity: [policyOf(statement)] }), JSON.stringify(statement)).to.equal('implicitDeny');
      expect(decide(request, { identity: [full, policyOf(statement)] }), JSON.stringify(statement)).to.equal('allow');
    }
  });

  it('never make the evaluator throw, wherever they stand and whatever they hold', () => {
    const word = fc.constantFrom(
      'Allow',
      'Deny',
      '*',
      'AWS',
      's3:*',
      'StringLike',
      'ForAllValues:Null',
      'NumericEquals',
      'IpAddress',
      'ArnLike',
      '${',
      '__proto__',
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        word,
        fc.jsonValue({ maxDepth: 1 }),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('record'),
      ),
      record: fc.dictionary(
        fc.oneof(word, fc.constantFrom('aws:username', 'aws:SourceIp', 'constructor')),
        tie('value'),
        {
          maxKeys: 3,
        },
      ),
    }));
    const keys = [
      'Effect',
      'Action',
      'NotAction',
      'Resource',
      'NotResource',
      'Principal',
      'NotPrincipal',
      'Condition',
      'Sid',
    ];
    const statement = fc
      .tuple(fc.constantFrom('Allow', 'Deny'), fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 6 }))
      .map(([Effect, rest]) => ({ Effect, Action: '*', ...rest }));
    const property = fc.property(
      fc.array(statement, { maxLength: 3 }),
      fc.constantFrom(request, session),
      (statements, asked) => {
        const garbage = policyOf(statements);
        const context = { 'aws:username': 'alice', 'aws:SourceIp': '192.0.2.7' };
        for (const place of [
          { identity: [garbage] },
          { resource: garbage },
          { boundary: garbage },
          { session: [garbage] },
          { scpsByLevel: [[garbage]] },
        ]) {
          expect(decide({ ...asked, context }, place)).to.be.oneOf(['allow', 'implicitDeny', 'explicitDeny']);
        }
      },
    );
    fc.assert(property, { seed: 20_261_124, numRuns: 800 });
  });
});

describe('documents made to take long', () => {
  const N = 200_000;
  const deep = (levels: number): unknown => {
    let value: unknown = 'x';
    for (let level = 0; level < levels; level++) value = [value];
    return value;
  };
  /** Takes a second at most, which is a thousand times what such a document should take. */
  function quick(
    title: string,
    statement: () => object,
    context: Record<string, string> = {},
    resource = request.resource,
  ): void {
    it(title, function () {
      this.timeout(1000);
      const Statement = { Effect: 'Deny', Action: '*', Resource: '*', ...statement() };
      const identity = [full, { name: 'long', document: { Version: '2012-10-17', Statement } as PolicyDocument }];
      expect(decide({ ...request, resource, context }, { identity })).to.be.oneOf(['allow', 'explicitDeny']);
    });
  }
  const condition = (operator: string, wanted: string): object => ({
    Condition: { [operator]: { 'aws:username': wanted } },
  });

  quick('a run of asterisks', () => ({ Action: `${'*'.repeat(N)}x` }));
  quick(
    'asterisks with letters between',
    () => ({ Resource: `arn:aws:s3:::${'*a'.repeat(5000)}b` }),
    {},
    `arn:aws:s3:::${'a'.repeat(2000)}`,
  );
  quick(
    'asterisks with question marks between',
    () => ({ Resource: `arn:aws:s3:::${'*?a'.repeat(4000)}b` }),
    {},
    `arn:aws:s3:::${'a'.repeat(2000)}`,
  );
  quick('many question marks', () => condition('StringLike', `*${'?'.repeat(N)}`), {
    'aws:username': 'a'.repeat(N - 1),
  });
  quick('a long text almost found everywhere', () => condition('StringLike', `*${'a'.repeat(N / 2)}b*`), {
    'aws:username': 'a'.repeat(N),
  });
  quick('variables that do not end', () => ({ Resource: `arn:aws:s3:::${'${'.repeat(N)}` }));
  quick('variables one after the other', () => condition('StringLike', '${aws:username}'.repeat(10_000)), {
    'aws:username': 'a',
  });
  quick('a variable with a long default', () => condition('StringEquals', `\${aws:x, '${"'".repeat(N)}'}`), {
    'aws:username': 'a',
  });
  quick('colons', () => ({ Resource: ':'.repeat(N) }), {}, ':'.repeat(N));
  quick('a number of many digits that is none', () => condition('NumericLessThan', `${'1'.repeat(N)}x`), {
    'aws:username': `${'1'.repeat(N)}y`,
  });
  quick('a number beyond all numbers', () => condition('NumericLessThan', '9'.repeat(N)), { 'aws:username': '1e999' });
  quick('a date of many digits', () => condition('DateLessThan', '9'.repeat(N)), {
    'aws:username': `${'9'.repeat(N)}-01`,
  });
  quick('an address of many parts', () => condition('IpAddress', `${'1.'.repeat(N)}/8`), {
    'aws:username': `${'0:'.repeat(N)}:`,
  });
  quick('a prefix of many digits', () => condition('IpAddress', `::/${'0'.repeat(N)}8`), { 'aws:username': '::1' });
  quick('an ARN of many parts', () => condition('ArnLike', 'a:'.repeat(N)), { 'aws:username': 'a:'.repeat(N) });
  quick('an operator with a long name', () => condition(`${'A'.repeat(N)}!`, 'x'), { 'aws:username': 'x' });
  quick('an operator that may exist many times', () => condition(`String${'IfExists'.repeat(N / 10)}`, 'x'), {
    'aws:username': 'x',
  });
  quick('deep lists for values, actions and principals', () => ({
    Action: deep(N),
    Principal: deep(N),
    Condition: { StringLike: { 'aws:username': deep(N) } },
  }));

  it('thousands of statements, of which none matches', function () {
    this.timeout(1000);
    const statements = Array.from({ length: 20_000 }, (_, index): PolicyStatement => ({
      Effect: 'Deny',
      Action: `s3:Put${index}*`,
      Resource: '*',
    }));
    expect(decide(request, { identity: [full, policy('many', ...statements)] })).to.equal('allow');
  });
});
