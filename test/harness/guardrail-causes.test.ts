import { expect } from 'chai';
import type { PolicyDocument, PolicyStatement } from '../../iam/index.js';
import { organizationKeys } from '../../harness/causes/guarded.js';
import { lockout, missingAllow, rcpDenied } from '../../harness/causes/guardrails.js';

const EXEMPT = { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/bg/R' } };
const keys = organizationKeys('o-drillexample', ['r-1', 'ou-1']);
const role = { arn: 'arn:aws:iam::222222222222:role/bg/R', tags: {}, keys };
const deny = (rest: Partial<PolicyStatement>): PolicyStatement => ({ Effect: 'Deny', Resource: '*', ...rest });
const document = (...statements: PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
});

describe('a cause names', () => {
  it('every statement that stops the role, with what it asks for', () => {
    const { explanation } = lockout(
      {
        name: 'freeze',
        undeclared: true,
        statements: [
          { label: 'A', statement: deny({ Action: 'ec2:*' }) },
          { label: 'B', statement: deny({ Action: 's3:*' }) },
          {
            label: 'C',
            statement: deny({ Action: 'rds:*', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
          },
          { label: 'D', statement: deny({ Action: 'sqs:*', Condition: EXEMPT }) },
        ],
      },
      role,
      'arn:aws:iam::*:role/bg/R',
    );
    expect(explanation.cause).to.equal(
      'policy "freeze", which the document does not declare, statements "A", "B": it exempts nobody; statement "C": it exempts nobody, where StringEquals aws:RequestedRegion eu-west-1',
    );
  });

  it('the statement of a resource control policy that decides, with key and value', () => {
    const statements = [
      { label: 'Other', statement: deny({ Principal: '*', Action: 's3:*' }) },
      {
        label: 'Home',
        statement: deny({
          Principal: '*',
          Action: 'sts:*',
          Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-else' } },
        }),
      },
    ];
    const user = { arn: 'arn:aws:iam::111111111111:user/bg-1', tags: {}, keys };
    expect(rcpDenied({ name: 'perimeter', statements }, '/bg/R', role.arn, user).cause).to.equal(
      'a resource control policy denies sts:AssumeRole on /bg/R: policy "perimeter", statement "Home" where StringNotEquals aws:PrincipalOrgID o-else',
    );
  });

  it('the level on which nothing allows, and what is attached there', () => {
    const full = { name: 'FullAWSAccess', document: document({ Effect: 'Allow', Action: '*', Resource: '*' }) };
    const list = { name: 'list', document: document({ Effect: 'Allow', NotAction: 'kms:*', Resource: '*' }) };
    const cause = (...levels: (readonly (typeof full)[])[]): string | undefined =>
      missingAllow(
        levels.map((policies, index) => ({ name: `L${index}`, policies })),
        role,
      )?.cause;
    expect(cause([full], [full, list])).to.equal(undefined);
    expect(cause([full], [list])).to.equal(
      'no service control policy allows kms:EnableKey: at "L1" FullAWSAccess is not attached, and "list" does not allow it',
    );
    expect(cause([])).to.equal(
      'no service control policy allows a first read: at "L0" FullAWSAccess is not attached, nor is anything else that allows',
    );
  });
});
