import { expect } from 'chai';
import { openAccessPortal, roleCredentials, signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import { readOrganization } from '../../aws/snapshot/index.js';
import type { SnapshotScope } from '../../aws/snapshot/index.js';
import type { Snapshot } from '../../aws/snapshot/snapshot.js';
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import type { Account, Organization, Permissions } from '../../organization/model.js';
import type { Monitoring } from '../../organization/monitoring-model.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { twinFixture } from '../twin/fixture.js';
import type { TwinFixture } from '../twin/fixture.js';

/** Everything of a landing zone that reading could get wrong, at least once. */
const RICH = `
ous: { Deep: { in: Production, id: ou-abcd-12345678 } }
accounts:
  deep: { ou: Deep }
  security-tooling: { passwordPolicy: { maxAgeDays: 90, hardExpiry: true }, samlProviders: { legacy: { validUntil: "2027-01-31T00:00:00Z" }, other: {} } }
  log-archive:
    passwordPolicy: {}
    policies: { read-logs: { statements: { Read: { Effect: Allow, Action: ["s3:GetObject"], Resource: "*" } } } }
    groups: { readers: { path: /people/, managedPolicies: ["arn:aws:iam::<self>:policy/read-logs"], policies: { p: { statement-1: { Effect: Deny, Action: "s3:Delete*", Resource: "*" } } } } }
    users:
      nina: { groups: [readers], tags: { team: audit }, permissionsBoundary: "arn:aws:iam::aws:policy/IAMReadOnlyAccess", mfa: { key: { kind: fido }, phone: {} }, password: true, passwordResetRequired: true }
      oskar: { path: /a/b/ }
    roles: { Auditor: { tags: { a: b }, permissionsBoundary: "arn:aws:iam::<self>:policy/read-logs", trust: { Own: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<self>:user/nina" } }, Service: { Effect: Allow, Action: "sts:AssumeRole", Principal: { Service: ec2.amazonaws.com } } } } }
    monitoring:
      trails: { own: { region: us-east-1, multiRegion: false, globalServiceEvents: false, logging: false, records: WriteOnly, fileValidation: false }, blind: { region: eu-west-1, records: None } }
      logGroups: { plain: { region: us-east-1 } }
      alarms: { slow: { region: us-east-1, namespace: N, metric: m, statistic: Maximum, periodSeconds: 300, evaluationPeriods: 3, datapointsToAlarm: 2, threshold: 5, comparison: GreaterThanThreshold, missingData: ignore, actionsEnabled: false } }
      eventRules: { off: { regions: [eu-west-1, us-east-1], state: DISABLED, pattern: { source: [aws.iam], region: [eu-west-1] }, targets: { q: { arn: "arn:aws:sqs:<region>:<self>:in" } } } }
      topics: { secret: { regions: [us-east-1], kmsKey: alias/aws/sns, subscriptions: { a: { protocol: email, endpoint: a@example.com, confirmed: false }, b: { protocol: sqs, endpoint: "arn:aws:sqs:us-east-1:<self>:in", filterPolicy: { kind: [x] } } } } }
      queues: { in: { regions: [eu-west-1, us-east-1] } }
identityCenter:
  people: { paul: { displayName: Paul, email: paul@example.com, disabled: true } }
  groups: { auditors: { members: [erin, paul] } }
  permissionSets: { Bounded: { permissionsBoundary: "arn:aws:iam::aws:policy/IAMReadOnlyAccess", managedPolicies: ["arn:aws:iam::aws:policy/IAMFullAccess"] } }
  assignments: { a: { group: auditors, permissionSet: Bounded, accounts: everyMemberAccount }, b: { person: paul, permissionSet: Bounded, accounts: [network, deep] } }
resourceControlPolicies: { perimeter: { description: Only ours., attachedTo: [Root, network], statements: { S: { Effect: Deny, Principal: "*", Action: "s3:*", Resource: "*", Condition: { StringNotEqualsIfExists: { "aws:PrincipalOrgID": <organization> }, BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } } } } }
`;

const REGIONS = ['eu-west-1', 'us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'];

/** Reads the twin of a document as the reader of the landing zone, who signs in through the portal. */
async function read(fixture: TwinFixture, scope: Partial<SnapshotScope> = {}): Promise<Snapshot> {
  const { transport, organization } = fixture;
  const ticket = await signInAtIdentityProvider(transport, 'ivan');
  const token = ticket.ok ? await openAccessPortal(transport, ticket.value) : ticket;
  if (!token.ok) throw new Error(token.message);
  const clients = async (accountId: string, region?: string): Promise<ReturnType<TwinFixture['clients']>> =>
    fixture.clients(await roleCredentials({ transport, endpoint: 'http://twin.invalid', region: 'eu-west-1' }, token.value, accountId, 'Investigator'), region);
  const accounts = Object.values(organization.accounts).filter(({ monitoring }) => Object.values(monitoring).some((things) => Object.keys(things).length > 0));
  return readOrganization(
    { clients, concurrency: 4 },
    { managementAccountId: '111122223333', homeRegion: 'eu-west-1', monitoring: { accounts: accounts.map(({ id }) => id), regions: REGIONS }, certificates: [], now: fixture.clock.now(), ...scope },
  );
}

/** What AWS stores of a document, with names of the document's own taken out. */
function stored({ outsiders: _outsiders, people: _people, credentialStores: _stores, identityProvider: _provider, ...organization }: Organization): unknown {
  const managementName = organization.management;
  const active = Object.keys(organization.accounts).filter((name) => organization.accounts[name]?.state === 'ACTIVE');
  const { identityCenter } = organization;
  const guardrails = (group: Organization['serviceControlPolicies']): unknown =>
    Object.fromEntries(Object.entries(group).map(([name, { expects: _expects, mustReach: _mustReach, ...policy }]) => [name, { ...policy, attachedTo: [...policy.attachedTo].sort() }]));
  return {
    ...organization,
    accounts: Object.fromEntries(Object.entries(organization.accounts).map(([name, account]) => [name, storedAccount(account)])),
    serviceControlPolicies: guardrails(organization.serviceControlPolicies),
    resourceControlPolicies: guardrails(organization.resourceControlPolicies),
    identityCenter: {
      ...identityCenter,
      groups: Object.fromEntries(Object.entries(identityCenter.groups).map(([name, { members }]) => [name, [...members].sort()])),
      permissionSets: Object.fromEntries(Object.entries(identityCenter.permissionSets).map(([name, set]) => [name, { ...set, ...oneInlinePolicy(set) }])),
      assignments: Object.values(identityCenter.assignments)
        .flatMap(({ person, group, permissionSet, accounts }) => {
          const names = typeof accounts === 'string' ? active.filter((name) => accounts === 'everyAccount' || name !== managementName) : accounts;
          return names.map((name) => [person, group, permissionSet, name].join(' '));
        })
        .sort(),
    },
  };
}

/** A permission set has one inline policy. */
function oneInlinePolicy({ policies }: Permissions): { policies: unknown } {
  return { policies: Object.assign({}, ...Object.values(policies)) };
}

/** Of an account that is not ACTIVE nothing is read. Who signs for a SAML provider is known only to whoever has the certificate. */
function storedAccount({ users, samlProviders, monitoring, ...account }: Account): unknown {
  if (account.state !== 'ACTIVE') return { id: account.id, state: account.state, ou: account.ou };
  return {
    ...account,
    users: Object.fromEntries(Object.entries(users).map(([name, { custody: _custody, mfa, ...user }]) => [name, { ...user, mfa: Object.values(mfa).map(({ kind }) => kind).sort() }])),
    samlProviders: Object.fromEntries(Object.entries(samlProviders).map(([name, { validUntil }]) => [name, validUntil])),
    monitoring: spelt(monitoring),
  };
}

/** Everything by name and Region, so that one entry for several Regions and several entries are the same. */
function spelt({ eventRules, topics, queues, ...monitoring }: Monitoring): unknown {
  const each = (things: Record<string, { regions: string[] }>): unknown =>
    Object.fromEntries(Object.entries(things).flatMap(([key, thing]) => thing.regions.map((region) => [`${key.split('@')[0] ?? ''} ${region}`, JSON.parse(JSON.stringify({ ...thing, regions: [] }).replaceAll('<region>', region)) as unknown])));
  const named = Object.fromEntries(Object.entries(topics).map(([name, topic]) => [name, { ...topic, subscriptions: Object.fromEntries(Object.values(topic.subscriptions).map((one) => [`${one.protocol} ${one.endpoint}`, one])) }]));
  return { ...monitoring, eventRules: each(eventRules), topics: each(named), queues: each(queues) };
}

describe('reading an organization', () => {
  for (const [what, overlays] of [['the landing zone', []], ['an organization with everything', [RICH]]] as const) {
    it(`gives the document of ${what} back, as far as AWS stores it`, async () => {
      const document = landingZone(...overlays);
      const snapshot = await read(twinFixture(document));
      expect(canonicalJson(stored(snapshot.organization) as Json)).to.equal(canonicalJson(stored(document) as Json));
      expect(snapshot.unread).to.deep.equal([]);
    });
  }

  it('tells what no document says: ids, policies of AWS, roles of Identity Center', async () => {
    const snapshot = await read(twinFixture(landingZone()));
    expect(snapshot.uniqueIds['arn:aws:iam::111122223333:user/break-glass/break-glass-1']).to.match(/^AIDA/);
    expect(snapshot.awsPolicies['arn:aws:iam::aws:policy/AdministratorAccess']).to.deep.equal({ 'statement-1': { Effect: 'Allow', Action: '*', Resource: '*' } });
    expect(Object.keys(snapshot.reservedRoles['network'] ?? {}).map((name) => name.split('_')[1])).to.have.members(['Administrator', 'Investigator']);
    expect(snapshot.awsGuardrails['FullAWSAccess']?.attachedTo).to.include.members(['Root', 'Sandbox', 'network']);
    expect(snapshot.policyTypes).to.include('SERVICE_CONTROL_POLICY');
  });

  it('says what it could not read, and guesses nothing', async () => {
    const shut = 'serviceControlPolicies: { shut: { attachedTo: [network], expects: indifferent, statements: { S: { Effect: Deny, Action: ["iam:GetAccountAuthorizationDetails", "iam:GetAccountPasswordPolicy"], Resource: "*" } } } }';
    const unassigned = 'identityCenter: { assignments: { investigators: { accounts: [management, network] } } }';
    const { unread, organization } = await read(twinFixture(landingZone(shut, unassigned)));
    const gaps = unread.map(({ account, part, what }) => `${account.name}: ${part}: ${what}`);
    expect(gaps.filter((gap) => gap.startsWith('network'))).to.deep.equal(['network: identities: users, groups, roles and policies', 'network: password policy: password policy']);
    expect(gaps.filter((gap) => gap.startsWith('sandbox-1'))).to.deep.equal(['identities', 'credentials', 'password policy', 'SAML providers'].map((part) => `sandbox-1: ${part}: the account`));
    expect(organization.accounts['network']?.roles).to.deep.equal({});
    expect(unread[0]?.why).to.be.a('string').that.does.not.match(/secret|token/i);
  });

  it('reads monitoring only where it is asked to', async () => {
    const { organization, watched } = await read(twinFixture(landingZone()), { monitoring: { accounts: ['111122223333'], regions: ['us-east-2'] } });
    const { trails, eventRules, topics } = organization.accounts['management']?.monitoring ?? { trails: {}, eventRules: {}, topics: {} };
    expect([Object.keys(trails), Object.keys(eventRules).length, Object.values(topics).map(({ regions }) => regions)]).to.deep.equal([[], 2, [['us-east-2']]]);
    expect(watched).to.deep.equal({ accounts: ['management'], regions: ['us-east-2'] });
  });
});
