import { expect } from 'chai';
import type { Snapshot, Unread } from '../../aws/snapshot/snapshot.js';
import { asRead, gapOf } from '../../harness/targets/organization-as-read.js';
import type { Services } from '../../harness/targets/organization-as-read.js';
import type { Organization } from '../../organization/model.js';
import { shippedLandingZone } from '../landing-zone.js';

const EVERYTHING: Services = {
  organizations: true,
  identityCenter: true,
  metricFilters: true,
  pendingSubscriptions: true,
};
const document = shippedLandingZone();
const management = { id: document.accounts[document.management]?.id ?? '', name: document.management };

/** What is read where somebody changed the landing zone; what no call tells is not in it. */
function snapshot(overlay: string | undefined, unread: Unread[] = []): Snapshot {
  const { serviceControlPolicies, resourceControlPolicies, ...read } = shippedLandingZone(
    ...(overlay === undefined ? [] : [overlay]),
  );
  const untold = (policies: Organization['serviceControlPolicies']): Organization['serviceControlPolicies'] =>
    Object.fromEntries(
      Object.entries(policies).map(([name, { mustReach: _untold, ...policy }]) => [
        name,
        { ...policy, expects: 'indifferent' },
      ]),
    );
  const organization: Organization = {
    ...read,
    serviceControlPolicies: untold(serviceControlPolicies),
    resourceControlPolicies: untold(resourceControlPolicies),
    identityCenter: { ...read.identityCenter, directory: 'external' },
  };
  return {
    organization,
    unread,
    uniqueIds: {},
    awsPolicies: {},
    reservedRoles: {},
    credentials: {},
    awsGuardrails: {},
    policyTypes: [],
    watched: { accounts: [], regions: [] },
  };
}

const unread = (part: Unread['part'], absent: boolean, what: string = part): Unread => ({
  account: management,
  part,
  what,
  why: 'because',
  ...(absent ? { absent: true as const } : {}),
});

const FREEZE =
  'serviceControlPolicies: { freeze: { expects: indifferent, attachedTo: [payments-1], statements: { All: { Effect: Deny, Action: "*", Resource: "*" } } } }';

describe('an organization as it was read', () => {
  it('is the document, if it stands there as the document says', () => {
    const { organization, declared } = asRead(document, snapshot(undefined), EVERYTHING);
    expect(organization).to.deep.equal(document);
    expect([...declared]).to.deep.equal(['identity provider']);
  });

  it('has the guardrails that are there; what is expected of them is said by the document alone', () => {
    const { organization } = asRead(document, snapshot(`${FREEZE}\nwithoutFullAccess: [payments-1]`), EVERYTHING);
    expect(organization.serviceControlPolicies['freeze']).to.deep.include({
      attachedTo: ['payments-1'],
      expects: 'indifferent',
    });
    const [[name, wanted] = ['', undefined]] = Object.entries(document.serviceControlPolicies).filter(
      ([, { expects, mustReach }]) => expects === 'binds' || mustReach !== undefined,
    );
    expect([name, organization.serviceControlPolicies[name]]).to.deep.equal([name, wanted]);
    expect(organization.withoutFullAccess).to.deep.equal(['payments-1']);
  });

  it('has those of the document where there is no Organizations, or none can be listed, and says so', () => {
    for (const [services, missing] of [
      [{ ...EVERYTHING, organizations: false }, []],
      [EVERYTHING, [unread('guardrails', true)]],
    ] as const) {
      const { organization, declared } = asRead(document, snapshot(FREEZE, [...missing]), services);
      expect(organization.serviceControlPolicies).to.deep.equal(document.serviceControlPolicies);
      expect(declared.has('guardrails')).to.equal(true);
    }
  });

  it('has an account that no document knows, and every account where it stands', () => {
    const { organization } = asRead(
      document,
      snapshot(
        'accounts: { newcomer: { ou: Sandbox }, payments-1: { ou: Sandbox }, payments-2: { state: SUSPENDED } }',
      ),
      EVERYTHING,
    );
    const { newcomer, 'payments-1': moved, 'payments-2': closed } = organization.accounts;
    expect([newcomer?.ou, moved?.ou, closed?.state]).to.deep.equal(['Sandbox', 'Sandbox', 'SUSPENDED']);
    const without = asRead(document, snapshot('accounts: { newcomer: { ou: Sandbox }, payments-1: { ou: Sandbox } }'), {
      ...EVERYTHING,
      organizations: false,
    }).organization;
    expect([without.accounts['newcomer'], without.accounts['payments-1']?.ou]).to.deep.equal([
      undefined,
      document.accounts['payments-1']?.ou,
    ]);
  });

  it('has the OUs that are there, and the types of guardrails that are enabled', () => {
    const read = snapshot('ous: { Annex: { in: Sandbox, id: ou-exam-annex0001 } }');
    const changed: Snapshot = {
      ...read,
      organization: { ...read.organization, policyTypes: ['SERVICE_CONTROL_POLICY'] },
    };
    const seen = (services: Services): unknown => {
      const { ous, policyTypes } = asRead(document, changed, services).organization;
      return [ous['Annex']?.in, policyTypes];
    };
    expect(seen(EVERYTHING)).to.deep.equal(['Sandbox', ['SERVICE_CONTROL_POLICY']]);
    expect(seen({ ...EVERYTHING, organizations: false })).to.deep.equal([undefined, document.policyTypes]);
  });

  it('has the directory of the document: no call tells it', () => {
    const own: Organization = {
      ...document,
      identityCenter: { ...document.identityCenter, directory: 'identity-center' },
    };
    expect(asRead(own, snapshot(undefined), EVERYTHING).organization.identityCenter.directory).to.equal(
      'identity-center',
    );
  });

  it('is nothing that can be drilled without an account of the document', () => {
    expect(() => asRead(document, snapshot('accounts: { payments-1: null, payments-2: null }'), EVERYTHING)).to.throw(
      'the organization there has no account "payments-1", "payments-2"',
    );
  });

  it('has what accounts hold there, and who keeps it by the document', () => {
    const { organization } = asRead(
      document,
      snapshot(
        'accounts: { payments-1: { roles: { BreakGlass: null } }, management: { users: { break-glass-1: { custody: null } } } }',
      ),
      EVERYTHING,
    );
    expect(organization.accounts['payments-1']?.roles['BreakGlass']).to.equal(undefined);
    expect(organization.accounts['management']?.users['break-glass-1']?.custody).to.deep.equal(
      document.accounts['management']?.users['break-glass-1']?.custody,
    );
  });

  it('has the trails of the document where there is no CloudTrail', () => {
    const blind = 'accounts: { management: { monitoring: { trails: null } } }';
    const trails = (missing: Unread[]): unknown =>
      asRead(document, snapshot(blind, missing), EVERYTHING).organization.accounts['management']?.monitoring.trails;
    expect(trails([unread('monitoring', true, 'trails in eu-west-1')])).to.deep.equal(
      document.accounts['management']?.monitoring.trails,
    );
    expect(trails([])).to.deep.equal({});
  });

  it('has subscriptions that wait to be confirmed by the document, where all look alike', () => {
    const mail = (confirmed: boolean): string =>
      `accounts: { management: { monitoring: { topics: { break-glass-alarms: { subscriptions: { mail: { protocol: email, endpoint: a@example.com, confirmed: ${confirmed} }, other: { protocol: sqs, endpoint: 'arn:aws:sqs:eu-west-1:111122223333:other', confirmed: true } } } } } } }`;
    const confirmed = (services: Services): unknown => {
      const { organization, declared } = asRead(shippedLandingZone(mail(false)), snapshot(mail(true)), services);
      return [
        organization.accounts['management']?.monitoring.topics['break-glass-alarms']?.subscriptions['mail']?.confirmed,
        declared.has('subscriptions'),
      ];
    };
    expect([confirmed(EVERYTHING), confirmed({ ...EVERYTHING, pendingSubscriptions: false })]).to.deep.equal([
      [true, false],
      [false, true],
    ]);
    // Of one that the document does not know nobody says that it was confirmed; a queue need not be asked.
    const topics = (known: Organization): unknown =>
      Object.entries(
        asRead(known, snapshot(mail(true)), { ...EVERYTHING, pendingSubscriptions: false }).organization.accounts[
          'management'
        ]?.monitoring.topics['break-glass-alarms']?.subscriptions ?? {},
      )
        .filter(([name]) => name === 'mail' || name === 'other')
        .map(([, one]) => [one.protocol, one.confirmed]);
    expect(topics(document)).to.have.deep.members([
      ['email', false],
      ['sqs', true],
    ]);
    expect(topics(shippedLandingZone(mail(true)))).to.have.deep.members([
      ['email', true],
      ['sqs', true],
    ]);
  });

  it('has the assignments that are there, and boundaries by the document where no call tells them', () => {
    const changed = snapshot(
      'identityCenter: { people: { mallory: { displayName: M, email: m@example.com } }, permissionSets: { ManagementAdministrator: { permissionsBoundary: null } } }',
    );
    const boundary = (missing: Unread[]): unknown =>
      asRead(document, { ...changed, unread: missing }, EVERYTHING).organization.identityCenter.permissionSets[
        'ManagementAdministrator'
      ]?.permissionsBoundary;
    expect([boundary([]), boundary([unread('permission set boundaries', true)])]).to.deep.equal([
      undefined,
      'federated-boundary',
    ]);
    expect(
      [[], [unread('permission set boundaries', true)]].map((missing) =>
        asRead(document, { ...changed, unread: missing }, EVERYTHING).declared.has('Identity Center'),
      ),
    ).to.deep.equal([false, true]);
    expect(asRead(document, changed, EVERYTHING).organization.identityCenter.people).to.include.keys('mallory');
    const empty: Snapshot = {
      ...changed,
      organization: {
        ...changed.organization,
        identityCenter: {
          ...changed.organization.identityCenter,
          people: {},
          groups: {},
          permissionSets: {},
          assignments: {},
        },
      },
    };
    expect(asRead(document, empty, EVERYTHING).organization.identityCenter).to.deep.equal(document.identityCenter);
    expect(asRead(document, empty, EVERYTHING).declared.has('Identity Center')).to.equal(true);
    const { organization, declared } = asRead(document, changed, { ...EVERYTHING, identityCenter: false });
    expect([organization.identityCenter, declared.has('Identity Center')]).to.deep.equal([
      document.identityCenter,
      true,
    ]);
  });

  for (const { missing, services = EVERYTHING, gap } of [
    { missing: unread('guardrails', false), gap: true },
    { missing: unread('guardrails', false), services: { ...EVERYTHING, organizations: false }, gap: false },
    { missing: unread('guardrails', true), gap: false },
    { missing: unread('Identity Center', false), gap: true },
    { missing: unread('Identity Center', false), services: { ...EVERYTHING, identityCenter: false }, gap: false },
    {
      missing: unread('identities', false),
      services: { organizations: false, identityCenter: false, metricFilters: false, pendingSubscriptions: false },
      gap: true,
    },
    { missing: unread('SAML providers', false), gap: false },
  ] as const) {
    it(`${gap ? 'cannot be decided without' : 'can do without'} ${missing.part}${missing.absent ? ', which it does not have' : ''}${services === EVERYTHING ? '' : ', where the service is not there'}`, () => {
      expect(gapOf(snapshot(undefined, [missing]), services) !== undefined).to.equal(gap);
    });
  }
});
