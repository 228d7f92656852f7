import { DescribeOrganizationCommand, ListAccountsCommand } from '@aws-sdk/client-organizations';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import type { HttpRequest } from '@smithy/types';
import { expect } from 'chai';
import fc from 'fast-check';
import { createSigner } from '../../aws/signer.js';
import type { Credentials } from '../../aws/signer.js';
import { wallClock } from '../../base/clock.js';
import { services } from '../../twin/services/index.js';
import { refusal, twinFixture } from './fixture.js';
import { withMfa } from './sts-calls.js';

const SEED = 7;

/** The SDK client with its request changed before it is signed: what a careless or hostile client would send. */
function changed(client: OrganizationsClient, change: (request: HttpRequest) => void): OrganizationsClient {
  client.middlewareStack.add(
    (next) => (args) => {
      change(args.request as HttpRequest);
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  return client;
}

describe('rightly signed requests with wrong input', () => {
  const fixture = twinFixture();
  const administrator = fixture.twin.secrets().administrator;
  const organizations = (operation: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> => {
    const client = changed(fixture.clients(administrator).organizations(), (request) => {
      request.body = typeof body === 'string' ? body : JSON.stringify(body);
      Object.assign(request.headers, { 'x-amz-target': `AWSOrganizationsV20161128.${operation}` }, headers);
    });
    return client.send(new DescribeOrganizationCommand({}));
  };
  const signer = createSigner('twin.invalid', wallClock);
  // Entitled to what it asks, so that input reaches the operations: the administrator for IAM, a user with MFA for STS.
  let taken: Promise<Credentials> | undefined;
  const session = (): Promise<Credentials> => (taken ??= withMfa(fixture));
  const query = async (
    service: string,
    version: string,
    action: string,
    parameters: Record<string, string>,
  ): Promise<{ statusCode: number; body: string }> => {
    const answer = fixture.twin.dispatch(
      await signer.query(
        { service, version, action, parameters },
        'eu-west-1',
        service === 'iam' ? administrator : await session(),
      ),
    );
    return { statusCode: answer.statusCode, body: Buffer.from(answer.body).toString('utf8') };
  };

  it('are told which JSON type is wrong', async () => {
    const wrong: readonly (readonly [string, unknown, RegExp])[] = [
      ['DescribeAccount', { AccountId: 5 }, /^NUMBER_VALUE can not be converted to a String$/],
      ['DescribeAccount', { AccountId: { a: 1 } }, /^Start of structure or map found/],
      ['ListAccounts', { MaxResults: '5' }, /^STRING_VALUE can not be converted to an Integer$/],
      ['ListAccounts', { NextToken: ['x'] }, /^Start of list found/],
      ['ListAccounts', { NextToken: true }, /^TRUE_VALUE can not/],
      ['ListAccounts', '{', /not valid JSON/],
      ['ListAccounts', [], /not a JSON object/],
    ];
    for (const [operation, body, message] of wrong) {
      const answer = await refusal(organizations(operation, body));
      expect(answer, JSON.stringify(body)).to.deep.include({ code: 'SerializationException', status: 400 });
      expect(answer.message).to.match(message);
    }
    expect(await refusal(organizations('DescribeAccount', { AccountId: null }))).to.have.property(
      'code',
      'ValidationException',
    );
    expect(
      await organizations('ListAccounts', { NotAMember: [5], MaxResults: null }),
      'unknown and null members are dropped',
    ).to.have.property('$metadata');
  });

  it('may be empty where an operation takes nothing', async () => {
    const { Organization: organization } = await fixture
      .clients(administrator)
      .organizations()
      .send(new DescribeOrganizationCommand({}));
    expect(organization?.Id).to.equal('o-exampleorg1');
  });

  it('must have the content type and the method of the protocol', async () => {
    expect(await refusal(organizations('ListAccounts', {}, { 'content-type': 'text/plain' }))).to.have.property(
      'code',
      'UnknownOperationException',
    );
    const put = changed(fixture.clients(administrator).organizations(), (request) => (request.method = 'PUT'));
    expect(await refusal(put.send(new ListAccountsCommand({})))).to.have.property('code', 'MethodNotAllowed');
  });

  it('are told every missing member by its path', async () => {
    const role = { RoleArn: fixture.roleArn('payments-1'), RoleSessionName: 'test' };
    const { body } = await query('sts', '2011-06-15', 'AssumeRole', {
      ...role,
      'Tags.member.1.Key': 'a',
      'Tags.member.2.Value': 'b',
    });
    expect(body)
      .to.include('2 validation errors detected')
      .and.include("'tags.1.member.value'")
      .and.include("'tags.2.member.key'");
  });

  it('never break anything, whatever the JSON', async () => {
    const operations = [...(services.get('organizations')?.byName.keys() ?? [])];
    const members = fc.constantFrom(
      'AccountId',
      'ParentId',
      'PolicyId',
      'TargetId',
      'Filter',
      'NextToken',
      'MaxResults',
      '__proto__',
      'constructor',
    );
    const body = fc.oneof(
      fc.json(),
      fc.dictionary(members, fc.jsonValue(), { noNullPrototype: true }).map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...operations), body, async (operation, json) => {
        const failure = await organizations(operation, json).then(
          () => undefined,
          (error: { $metadata?: { httpStatusCode?: number } }) => error,
        );
        expect(failure?.$metadata?.httpStatusCode ?? 200).to.be.oneOf([200, 400]);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('never break anything, whatever the form', async () => {
    const asked: readonly (readonly [string, string, readonly string[]])[] = [
      ['sts', '2011-06-15', ['AssumeRole', 'GetSessionToken', 'GetCallerIdentity']],
      ['iam', '2010-05-08', [...(services.get('iam')?.byName.keys() ?? [])]],
    ];
    const call = fc.oneof(
      ...asked.map(([service, version, actions]) =>
        fc.record({
          service: fc.constant(service),
          version: fc.constant(version),
          action: fc.constantFrom(...actions),
        }),
      ),
    );
    const name = fc.constantFrom(
      'RoleArn',
      'RoleSessionName',
      'Policy',
      'PolicyArns.member.1.arn',
      'Tags.member.1.Key',
      'Tags.member.1.Value',
      'Tags.member.1',
      'TransitiveTagKeys.member.1',
      'SerialNumber',
      'TokenCode',
      'DurationSeconds',
      'SourceIdentity',
      'ExternalId',
      'UserName',
      'RoleName',
      'PolicyName',
      'PolicyArn',
      'PathPrefix',
      'Marker',
      'MaxItems',
      'ActionNames.member.1',
      'ResourceArns.member.1',
      'PolicySourceArn',
      '__proto__',
      'constructor.x',
    );
    const valid = fc.constant({
      RoleArn: fixture.roleArn('payments-1'),
      RoleSessionName: 'test',
      UserName: 'break-glass-1',
      RoleName: 'BreakGlass',
    });
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '',
        '0',
        '-1',
        '1e9',
        '900',
        '3600',
        '000000',
        fixture.roleArn('payments-1'),
        'arn:aws:iam::111122223333:user/break-glass/break-glass-1',
        'arn:aws:iam::aws:policy/ReadOnlyAccess',
        '__proto__',
        'BreakGlass',
        'test',
      ),
      fc.json().map((statement) => `{"Version":"2012-10-17","Statement":${statement}}`),
    );
    await fc.assert(
      fc.asyncProperty(
        call,
        valid,
        fc.dictionary(name, value, { noNullPrototype: true }),
        async ({ service, version, action }, base, hostile) => {
          const { statusCode, body } = await query(service, version, action, { ...base, ...hostile });
          expect(statusCode, body).to.be.oneOf([200, 400, 403, 404, 409, 410]);
        },
      ),
      { seed: SEED, numRuns: 600 },
    );
  });
});

describe('operations that are not signed', () => {
  const fixture = twinFixture();
  const post = (target: string, body: string): ReturnType<typeof fixture.twin.dispatch> =>
    fixture.twin.dispatch({ method: 'POST', target, headers: {}, body: new Uint8Array(Buffer.from(body)) });

  it('answer with a request id, refuse what is too large, and never break', () => {
    expect(post('/access-portal/token', JSON.stringify({ ticket: 'x'.repeat(1024 * 1024) })).statusCode).to.equal(413);
    fc.assert(
      fc.property(
        fc.constantFrom('/access-portal/token', '/identity-provider/sign-in', '/federation/credentials'),
        fc.oneof(
          fc.json(),
          fc.json().map((json) => `{"ticket":${json},"person":${json}}`),
        ),
        (target, body) => {
          const { statusCode, headers } = post(target, body);
          expect(statusCode).to.be.oneOf([400, 401, 405]);
          expect(headers['x-amzn-requestid']).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        },
      ),
      { seed: SEED, numRuns: 100 },
    );
  });
});
