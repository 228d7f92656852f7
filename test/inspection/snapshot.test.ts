import { CreateAccessKeyCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { inspect, subjects } from '../../harness/questions/readiness/inspect.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { RICH } from '../rich-landing-zone.js';
import { stored } from '../stored.js';
import { twinFixture } from '../twin/fixture.js';
import { inspected } from './as-read.js';
import { readAsReader } from './read-as-reader.js';

const OTHER_CREDENTIALS =
  'accounts: { network: { users: { one: { otherCredentials: { signer: { kind: signing-certificate }, laptop: { kind: ssh-public-key }, home: { kind: ssh-public-key } } } } } }';

describe('reading an organization', () => {
  for (const [what, overlays] of [
    ['the landing zone', []],
    ['an organization with everything', [RICH]],
    ['users with keys and certificates of single services', [OTHER_CREDENTIALS]],
  ] as const) {
    it(`gives the document of ${what} back, as far as AWS stores it`, async () => {
      const document = landingZone(...overlays);
      const snapshot = await readAsReader(twinFixture(document));
      expect(canonicalJson(stored(snapshot.organization) as Json)).to.equal(canonicalJson(stored(document) as Json));
      expect(snapshot.unread).to.deep.equal([]);
    });
  }

  it('tells what no document says: ids, policies of AWS, roles of Identity Center', async () => {
    const snapshot = await readAsReader(twinFixture(landingZone()));
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
    const { unread, organization } = await readAsReader(twinFixture(landingZone(shut, unassigned)));
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

  it('tells every credential with its age and last use', async () => {
    const fixture = twinFixture(landingZone());
    const iam = fixture.clients(fixture.twin.secrets().administrator).iam();
    await iam.send(new CreateAccessKeyCommand({ UserName: 'deployment' }));
    await fixture.clients(fixture.keys('management', 'deployment')).sts().send(new GetCallerIdentityCommand({}));
    const { credentials } = await readAsReader(fixture);
    const kinds = (user: string): string[] =>
      (credentials['management']?.[user] ?? []).map(({ kind, of, active, created, lastUsed }) =>
        [kind, of, active, /^\d{4}-.*Z$/.test(created), /^\d{4}-/.test(lastUsed ?? '') ? 'used' : lastUsed].join(' '),
      );
    expect(kinds('break-glass-1')).to.deep.equal([
      'password  true true never',
      'MFA device hardware true true ',
      'MFA device hardware true true ',
      'access key  true true never',
    ]);
    expect(kinds('deployment').slice(-2)).to.deep.equal(['access key  true true used', 'access key  true true never']);
  });

  for (const [action, what, ...others] of [
    ['iam:GetLoginProfile', 'password of user "break-glass-1"'],
    ['iam:ListMFADevices', 'MFA devices of user "break-glass-1"'],
    ['iam:ListAccessKeys', 'access keys of user "break-glass-1"'],
    ['iam:ListSigningCertificates', 'signing certificates of user "break-glass-1"'],
    ['iam:ListSSHPublicKeys', 'SSH public keys of user "break-glass-1"'],
    ['iam:ListServiceSpecificCredentials', 'service-specific credentials of user "break-glass-1"'],
    ['iam:GetUser', 'last use of credentials of user "break-glass-1"', 'last use'],
    ['iam:GetAccessKeyLastUsed', 'last use of credentials of user "break-glass-1"', 'last use'],
  ] as const) {
    it(`takes nothing for absent that ${action} does not tell, and nothing else with it`, async () => {
      const shut = (resource: string): string =>
        `identityCenter: { permissionSets: { Investigator: { policies: { shut: { Shut: { Effect: Deny, Action: "${action}", Resource: "${resource}" } } } } } }`;
      const world = landingZone(shut('arn:aws:iam::111122223333:user/break-glass/break-glass-1'));
      const snapshot = await readAsReader(twinFixture(world));
      const [part = 'credentials'] = others;
      expect(snapshot.unread.map((one) => [one.account.name, one.part, one.what])).to.deep.equal([
        ['management', part, what],
      ]);
      const judged = { ...inspected(world), snapshot };
      const { verdict, findings } = inspect(subjects.drift, judged, 's');
      expect([findings, verdict.outcome]).to.deep.equal([[], part === 'last use' ? 'held' : 'inconclusive']);
      if (part !== 'last use') expect(verdict.reason).to.include(what).and.include('not authorized');
      // What was not read is not missing.
      for (const subject of [subjects.users, subjects.mfa])
        expect(inspect(subject, judged, 's').findings, subject.id).to.deep.equal([]);
    });
  }

  it('reads monitoring only where it is asked to', async () => {
    const { organization, watched } = await readAsReader(twinFixture(landingZone()), {
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
