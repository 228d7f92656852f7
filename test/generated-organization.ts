/** Organization documents with anything in them that a call can write. */
import fc from 'fast-check';

const name = fc.stringMatching(/^[a-z][a-z0-9]{2,8}$/);
const action = fc.constantFrom('s3:GetObject', 'iam:*', 'sts:AssumeRole', 'ec2:Describe*');
const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: fc.oneof(action, fc.uniqueArray(action, { minLength: 1, maxLength: 3 })),
  Resource: fc.constantFrom('*', 'arn:aws:s3:::bucket/*'),
});
const statements = fc.dictionary(fc.stringMatching(/^[A-Z][a-z]{1,6}$/), statement, {
  minKeys: 1,
  maxKeys: 2,
  noNullPrototype: true,
});
const things = <T>(value: fc.Arbitrary<T>, maxKeys = 2): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(name, value, { maxKeys, noNullPrototype: true });
const managed = fc.subarray([
  'arn:aws:iam::aws:policy/AdministratorAccess',
  'arn:aws:iam::aws:policy/IAMReadOnlyAccess',
]);
const permissions = { policies: things(statements), managedPolicies: managed };
const path = fc.constantFrom('/', '/team/', '/a/b/');
const tags = fc.dictionary(name, name, { maxKeys: 2, noNullPrototype: true });
export const generatedUser = fc.record({
  path,
  tags,
  password: fc.boolean(),
  accessKey: fc.boolean(),
  mfa: things(fc.record({ kind: fc.constantFrom('virtual', 'hardware') })),
  ...permissions,
});
const service = fc.constantFrom('ec2.amazonaws.com', 'lambda.amazonaws.com');
const trust = fc.record({
  Trust: fc.record({
    Effect: fc.constant('Allow'),
    Action: fc.constant('sts:AssumeRole'),
    Principal: fc.oneof(
      fc.record({ Service: service }),
      fc.constant({ AWS: 'arn:aws:iam::<management>:root' }),
      fc.constant({ AWS: ['arn:aws:iam::<management>:user/always'] }),
    ),
  }),
});
export const generatedRole = fc.record({
  path,
  tags,
  maxSessionSeconds: fc.integer({ min: 3600, max: 43_200 }),
  trust,
  ...permissions,
});
const region = fc.constantFrom('eu-west-1', 'us-east-1');
const regions = fc.uniqueArray(region, { minLength: 1, maxLength: 2 });
/** Every member that a target can have; at most one of the three that stand in place of the event. */
const target = fc
  .tuple(
    fc.record(
      {
        role: fc.constant('arn:aws:iam::<self>:role/any'),
        deadLetter: fc.constant('arn:aws:sqs:<region>:<self>:any'),
        retry: fc.record(
          { attempts: fc.constantFrom(0, 185), ageSeconds: fc.constantFrom(60, 86_400) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom(
      {},
      { input: '"used"' },
      { inputPath: '$.detail' },
      { inputTransformer: { paths: { id: '$.id' }, template: '"<id>"' } },
    ),
  )
  .map(([more, words]) => ({ arn: 'arn:aws:sns:<region>:<self>:any', ...more, ...words }));
const monitoring = fc.record({
  logGroups: things(
    fc.record({
      region,
      metricFilters: things(fc.record({ pattern: fc.constantFrom('', '{ $.a = 1 }'), namespace: name, metric: name })),
    }),
  ),
  alarms: things(
    fc.record({
      region,
      namespace: name,
      metric: name,
      periodSeconds: fc.constantFrom(10, 60, 300),
      threshold: fc.integer({ min: 0, max: 9 }),
      actionsEnabled: fc.boolean(),
      missingData: fc.constantFrom('missing', 'notBreaching'),
    }),
  ),
  eventRules: things(
    fc.record({
      regions,
      state: fc.constantFrom('ENABLED', 'DISABLED'),
      pattern: fc.record({ source: fc.constant(['aws.sts']) }),
      targets: things(target),
    }),
  ),
  topics: things(
    fc.record({
      regions,
      subscriptions: fc.record({
        mail: fc.record({
          protocol: fc.constant('email'),
          endpoint: fc.constant('a@example.com'),
          confirmed: fc.boolean(),
        }),
        queue: fc
          .record(
            {
              filterPolicy: fc.constant({ kind: ['use'] }),
              raw: fc.constant(true),
              deadLetter: fc.constant('arn:aws:sqs:<region>:<self>:any'),
            },
            { requiredKeys: [] },
          )
          .chain((more) =>
            fc.constantFrom({}, more.filterPolicy ? { filterPolicyScope: 'MessageBody' } : {}).map((scope) => ({
              ...{ protocol: 'sqs', endpoint: 'arn:aws:sqs:<region>:<self>:any' },
              ...more,
              ...scope,
            })),
          ),
      }),
    }),
  ),
  queues: things(fc.record({ regions })),
});
const content = fc.record({
  users: things(generatedUser),
  roles: things(generatedRole),
  groups: things(fc.record({ path, ...permissions })),
  policies: things(fc.record({ statements })),
  monitoring,
});
const scp = fc.record({
  description: fc.constantFrom('', 'What it is for.'),
  attachedTo: fc.subarray(['Root', 'Work', 'Deep', 'Spare', 'first'], { minLength: 1 }),
  expects: fc.constant('indifferent'),
  statements: fc.constant({ Stay: { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' } }),
});

/** A document of three accounts with anything in them. */
export const generatedDocument = fc
  .record({
    management: content,
    first: content,
    second: content,
    serviceControlPolicies: things(scp, 3),
    sessionSeconds: fc.integer({ min: 60, max: 720 }),
  })
  .map(({ management, first, second, serviceControlPolicies, sessionSeconds }) => ({
    organization: { id: 'o-generated00', homeRegion: 'eu-west-1', management: 'management' },
    ous: { Work: { in: 'Root' }, Deep: { in: 'Work' }, Spare: { in: 'Root' } },
    accounts: {
      management: { ...management, users: { ...management.users, always: {} } },
      first: { ou: 'Deep', ...first },
      second: { ...second },
    },
    serviceControlPolicies,
    // An OU without accounts: deploying into an account where nothing is allowed would be refused.
    withoutFullAccess: Object.values(serviceControlPolicies).some(({ attachedTo }) => attachedTo.includes('Spare'))
      ? ['Spare']
      : [],
    identityCenter: {
      people: { ann: { displayName: 'Ann', email: 'ann@example.com' } },
      permissionSets: {
        Any: { sessionSeconds: sessionSeconds * 60, managedPolicies: ['arn:aws:iam::aws:policy/IAMReadOnlyAccess'] },
      },
      assignments: { a: { person: 'ann', permissionSet: 'Any', accounts: ['first'] } },
    },
  }));
