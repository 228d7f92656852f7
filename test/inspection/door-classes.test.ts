import { expect } from 'chai';
import fc from 'fast-check';
import { holders } from '../../harness/questions/doors/holders.js';
import { doors } from '../../harness/questions/doors/doors.js';
import { decidePower, powerOf } from '../../harness/questions/doors/power.js';
import { classOf } from '../../harness/questions/doors/classes.js';
import { decideStep, stepTo } from '../../harness/questions/doors/ways.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { inspected } from './as-read.js';

const MEMBERS = ['payments-1', 'payments-2', 'payments-3', 'webshop-1'] as const;
const SMALL = `accounts: { ${[
  ...[
    'webshop-2',
    'sandbox-1',
    'payments-test',
    'webshop-test',
    'integration-test',
    'sandbox-2',
    'sandbox-3',
    'log-archive',
  ],
  ...['security-tooling', 'shared-services', 'old-datalake'],
]
  .map((name) => `${name}: null`)
  .join(', ')} }`;

/** Accounts that policies name: the others are alike to them. */
const TOLD = MEMBERS.slice(0, 2);

const { accounts } = landingZone(SMALL);
const id = (name: string): string => accounts[name]?.id ?? '';

/** Something by which a policy could tell accounts, users and roles apart, or not. */
const texts = fc.oneof(
  fc.constantFrom(...TOLD).map((name) => `arn:aws:iam::${id(name)}:root`),
  fc.constantFrom(...TOLD).map((name) => `arn:aws:iam::${id(name)}:role/one`),
  fc.constantFrom(...TOLD).map((name) => `arn:aws:iam::${id(name)}:user/one`),
  fc.constantFrom('arn:aws:iam::<self>:role/two', 'arn:aws:iam::<self>:user/one', 'arn:aws:iam::<self>:root', '*'),
);

const resources = fc.oneof(
  fc.constantFrom('*', 'arn:aws:iam::*:role/one', 'arn:aws:iam::<self>:*', 'arn:aws:iam::*:*/t*'),
  fc.constantFrom(...TOLD).map((name) => `arn:aws:iam::${id(name).slice(0, 2)}*:role/*`),
  fc.constantFrom(...TOLD).map((name) => `arn:aws:iam::${id(name).slice(0, 11)}?:*`),
  fc.constantFrom(...TOLD).map((name) => `arn:aws:iam::${id(name)}:*`),
);

const conditions = fc.oneof(
  { arbitrary: fc.constant({}), weight: 4 },
  fc.constant({ StringEquals: { 'aws:PrincipalTag/team': 'ops' } }),
  fc.constantFrom(...TOLD).map((name) => ({ StringLike: { 'aws:PrincipalAccount': `*${id(name).slice(-2)}` } })),
  fc.constantFrom(...TOLD).map((name) => ({ ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${id(name)}:*/one` } })),
  fc.constant({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
);

const actions = fc.constantFrom(
  'sts:AssumeRole',
  'iam:PutRolePolicy',
  'iam:PassRole',
  'iam:CreateAccessKey',
  'iam:TagUser',
  'iam:*',
  '*',
);

const rights = fc
  .record({ Action: actions, Resource: resources, Condition: conditions })
  .map((statement) => ({ policies: { p: { S: { Effect: 'Allow', ...statement } } } }));

const trusts = fc.record({ AWS: texts, Condition: conditions }).map(({ AWS, Condition }) => ({
  trust: { T: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: AWS === '*' ? '*' : { AWS }, Condition } },
}));

const marks = fc.constantFrom(
  { tags: { team: 'ops' } },
  { permissionsBoundary: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' },
  { path: '/other/' },
);

const name = fc.constantFrom('one', 'two');

/** What is changed in some accounts: the same in several of them, so that there are classes. */
const parts = fc.oneof(
  fc.tuple(name, fc.oneof(rights, marks)).map(([user, change]) => ({ users: { [user]: change } })),
  fc.tuple(name, fc.oneof(rights, trusts, marks)).map(([role, change]) => ({ roles: { [role]: change } })),
);

/** Users and roles who ask, and trust the own account. */
const asking = { policies: { p: { S: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } } } };
const entered = {
  ...asking,
  trust: { Own: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '<self>' } } },
};
const everywhere = { users: { one: asking, two: {} }, roles: { one: entered, two: entered } };

const worlds = fc.array(fc.record({ part: parts, where: fc.subarray([...MEMBERS], { minLength: 1 }) }), {
  minLength: 2,
  maxLength: 6,
});

describe('classes of principals', () => {
  it('decide for every pair what deciding the pair alone gives, and are fewer', () => {
    let [classes, principals, steps] = [0, 0, 0];
    fc.assert(
      fc.property(worlds, (some) => {
        // An overlay that changes nothing is refused: each brings a user of its own.
        const overlays = [{ part: everywhere, where: MEMBERS }, ...some].map(({ part, where }, index) =>
          JSON.stringify({
            accounts: {
              ...Object.fromEntries(where.map((account) => [account, part])),
              management: { users: { [`user-${index}`]: {} } },
            },
          }),
        );
        const world = inspected(landingZone(SMALL, ...overlays));
        const all = holders(world).filter(({ name }) => name === 'one' || name === 'two');
        // In another order than that in which the classes are asked, so that somebody else stands for each of them.
        for (const one of all) powerOf(world, one);
        for (const who of all) for (const other of all) stepTo(world, who, other);
        for (const who of [...all].reverse()) {
          expect(powerOf(world, who), who.arn).to.equal(decidePower(world, who));
          for (const other of all) {
            const step = decideStep(world, who, other);
            if (step) steps++;
            if (who !== other) expect(stepTo(world, who, other), `${who.arn} to ${other.arn}`).to.deep.equal(step);
          }
        }
        classes += new Set(all.map((one) => classOf(world, one))).size;
        principals += all.length;
      }),
      { seed: 11, numRuns: 30 },
    );
    expect(steps).to.be.greaterThan(100);
    expect(classes).to.be.lessThan(principals * 0.9);
  });

  it('are as many in a hundred accounts that are alike as in ten', () => {
    const count = (accountsThere: number): { classes: number; found: number } => {
      const world = inspected(landingZone());
      const { organization, reservedRoles } = world.snapshot;
      const like = organization.accounts['payments-1'];
      for (let number = 0; like && number < accountsThere; number++) {
        const own = String(700_000_000_000 + number);
        organization.accounts[`more-${number}`] = {
          ...(JSON.parse(JSON.stringify(like).replaceAll(like.id, own)) as typeof like),
          roles: {
            ...like.roles,
            Vendor: {
              path: '/',
              maxSessionSeconds: 3600,
              policies: {},
              managedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
              tags: {},
              trust: { T: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '999900001111' } } },
            },
          },
        };
        world.snapshot.awsGuardrails['FullAWSAccess']?.attachedTo.push(`more-${number}`);
        reservedRoles[`more-${number}`] = reservedRoles['payments-1'] ?? {};
      }
      const found = doors(world).filter(({ from }) => from === 'account/999900001111');
      expect(found.flatMap(({ accounts: some }) => some)).to.have.length(accountsThere);
      return { classes: new Set(holders(world).map((one) => classOf(world, one))).size, found: found.length };
    };
    expect(count(100)).to.deep.equal(count(10));
  });
});
