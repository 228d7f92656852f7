import { expect } from 'chai';
import { openAccessPortal, roleCredentials, signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import { readOrganization } from '../../aws/snapshot/index.js';
import type { SnapshotScope } from '../../aws/snapshot/index.js';
import type { Snapshot } from '../../aws/snapshot/snapshot.js';
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { RICH } from '../rich-landing-zone.js';
import { stored } from '../stored.js';
import { twinFixture } from '../twin/fixture.js';
import type { TwinFixture } from '../twin/fixture.js';

const REGIONS = ['eu-west-1', 'us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'];

/** Reads the twin of a document as the reader of the landing zone, who signs in through the portal. */
async function read(fixture: TwinFixture, scope: Partial<SnapshotScope> = {}): Promise<Snapshot> {
  const { transport, organization } = fixture;
  const ticket = await signInAtIdentityProvider(transport, 'ivan');
  const token = ticket.ok ? await openAccessPortal(transport, ticket.value) : ticket;
  if (!token.ok) throw new Error(token.message);
  const clients = async (accountId: string, region?: string): Promise<ReturnType<TwinFixture['clients']>> =>
    fixture.clients(
      await roleCredentials(
        { transport, endpoint: 'http://twin.invalid', region: 'eu-west-1' },
        token.value,
        accountId,
        'Investigator',
      ),
      region,
    );
  const accounts = Object.values(organization.accounts).filter(({ monitoring }) =>
    Object.values(monitoring).some((things) => Object.keys(things).length > 0),
  );
  return readOrganization(
    { clients, concurrency: 4 },
    {
      managementAccountId: '111122223333',
      homeRegion: 'eu-west-1',
      monitoring: { accounts: accounts.map(({ id }) => id), regions: REGIONS },
      certificates: [],
      now: fixture.clock.now(),
      ...scope,
    },
  );
}

describe('reading an organization', () => {
  for (const [what, overlays] of [
    ['the landing zone', []],
    ['an organization with everything', [RICH]],
  ] as const) {
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
    expect(snapshot.awsPolicies['arn:aws:iam::aws:policy/AdministratorAccess']).to.deep.equal({
      'statement-1': { Effect: 'Allow', Action: '*', Resource: '*' },
    });
    expect(Object.keys(snapshot.reservedRoles['network'] ?? {}).map((name) => name.split('_')[1])).to.have.members([
      'Administrator',
      'Investigator',
    ]);
    expect(snapshot.awsGuardrails['FullAWSAccess']?.attachedTo).to.include.members(['Root', 'Sandbox', 'network']);
    expect(snapshot.policyTypes).to.include('SERVICE_CONTROL_POLICY');
  });

  it('says what it could not read, and guesses nothing', async () => {
    const shut =
      'serviceControlPolicies: { shut: { attachedTo: [network], expects: indifferent, statements: { S: { Effect: Deny, Action: ["iam:GetAccountAuthorizationDetails", "iam:GetAccountPasswordPolicy"], Resource: "*" } } } }';
    const unassigned = 'identityCenter: { assignments: { investigators: { accounts: [management, network] } } }';
    const { unread, organization } = await read(twinFixture(landingZone(shut, unassigned)));
    const gaps = unread.map(({ account, part, what }) => `${account.name}: ${part}: ${what}`);
    expect(gaps.filter((gap) => gap.startsWith('network'))).to.deep.equal([
      'network: identities: users, groups, roles and policies',
      'network: password policy: password policy',
    ]);
    expect(gaps.filter((gap) => gap.startsWith('sandbox-1'))).to.deep.equal(
      ['identities', 'credentials', 'password policy', 'SAML providers'].map(
        (part) => `sandbox-1: ${part}: the account`,
      ),
    );
    expect(organization.accounts['network']?.roles).to.deep.equal({});
    expect(unread[0]?.why)
      .to.be.a('string')
      .that.does.not.match(/secret|token/i);
  });

  it('reads monitoring only where it is asked to', async () => {
    const { organization, watched } = await read(twinFixture(landingZone()), {
      monitoring: { accounts: ['111122223333'], regions: ['us-east-2'] },
    });
    const { trails, eventRules, topics } = organization.accounts['management']?.monitoring ?? {
      trails: {},
      eventRules: {},
      topics: {},
    };
    expect([
      Object.keys(trails),
      Object.keys(eventRules).length,
      Object.values(topics).map(({ regions }) => regions),
    ]).to.deep.equal([[], 2, [['us-east-2']]]);
    expect(watched).to.deep.equal({ accounts: ['management'], regions: ['us-east-2'] });
  });
});
