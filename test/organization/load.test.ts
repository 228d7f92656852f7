import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { describeError } from '../../base/errors.js';
import { loadOrganization, loadSeededFault } from '../../organization/load.js';
import { landingZone, shippedLandingZone } from '../landing-zone.js';

const documentText = readFileSync('test/organization/document.yaml', 'utf8');

/** The error of loading a changed document, as a person reads it. */
function problem(change: readonly [string, string] | undefined, overlay?: string): string {
  const text = change ? documentText.replace(change[0], change[1]) : documentText;
  if (change) expect(text, 'the change must change something').to.not.equal(documentText);
  try {
    loadOrganization('lz.yaml', text, overlay === undefined ? [] : [{ file: 'overlay.yaml', text: overlay }]);
    return 'no error';
  } catch (error) {
    return describeError(error).split('\n', 1)[0] ?? '';
  }
}

/** Line of the landing zone on which a text stands first. */
function lineOf(text: string): number {
  expect(documentText).to.include(text);
  return documentText.slice(0, documentText.indexOf(text)).split('\n').length;
}

describe('the landing zone', () => {
  const organization = shippedLandingZone();
  const active = Object.values(organization.accounts).filter((account) => account.state === 'ACTIVE');

  it('has 15 accounts or more, one of them suspended', () => {
    expect(Object.keys(organization.accounts)).to.have.length.of.at.least(15);
    expect(Object.values(organization.accounts).filter((account) => account.state === 'SUSPENDED')).to.have.length(1);
  });

  it('has the break-glass role with its path in every active account, the management account included', () => {
    for (const account of active) expect(account.roles['BreakGlass']?.path, account.id).to.equal('/break-glass/');
    expect(organization.accounts['old-datalake']?.roles).to.deep.equal({});
  });

  it('resolves references to account ids', () => {
    const [first] = [
      organization.accounts['payments-1']?.roles['BreakGlass']?.trust['BreakGlassUsers']?.Principal,
    ].flatMap((principal) => (typeof principal === 'object' ? principal.AWS : []) ?? []);
    expect(first).to.equal('arn:aws:iam::111122223333:user/break-glass/break-glass-1');
    expect(JSON.stringify(organization)).to.not.include('<management>');
  });

  it('says of every guardrail what it does to break glass', () => {
    const expectations = Object.values(organization.serviceControlPolicies).map((policy) => policy.expects);
    expect(new Set(expectations)).to.deep.equal(new Set(['yields', 'binds', 'indifferent']));
  });

  it('keeps the quotas of AWS: 5,120 characters a guardrail, five guardrails a target with FullAWSAccess', () => {
    const attached = Object.values(organization.serviceControlPolicies).flatMap(({ attachedTo }) => attachedTo);
    for (const target of new Set(attached))
      expect(
        attached.filter((each) => each === target),
        target,
      ).to.have.length.of.at.most(4);
    for (const [name, { statements }] of Object.entries(organization.serviceControlPolicies)) {
      const list = Object.entries(statements).map(([Sid, statement]) => ({ Sid, ...statement }));
      expect(JSON.stringify({ Version: '2012-10-17', Statement: list }), name).to.have.length.of.at.most(5120);
    }
  });

  it('spares the break-glass role in the guardrails that yield and in no other', () => {
    for (const [name, { expects, statements }] of Object.entries(organization.serviceControlPolicies)) {
      const spared = Object.values(statements).every(
        ({ Condition }) =>
          Condition?.['ArnNotLike']?.['aws:PrincipalArn'] === 'arn:aws:iam::*:role/break-glass/BreakGlass',
      );
      expect(spared, name).to.equal(expects === 'yields');
    }
  });

  it('keeps password and MFA device of a break-glass user in different places that need no sign-in', () => {
    const users = Object.entries(organization.accounts['management']?.users ?? {}).filter(
      ([, { path }]) => path === '/break-glass/',
    );
    expect(users.map(([name]) => name)).to.deep.equal(['break-glass-1', 'break-glass-2']);
    for (const [name, { custody = {}, mfa }] of users) {
      expect(custody.password, name).to.not.equal(custody.mfa);
      expect(Object.keys(mfa), name).to.have.length(2);
      for (const store of Object.values(custody))
        expect(organization.credentialStores[store]?.signIn, store).to.equal('none');
    }
  });

  it('makes the same ids every time', () => {
    expect(shippedLandingZone()).to.deep.equal(organization);
  });
});

describe('every seeded fault', () => {
  for (const name of readdirSync('examples/broken')) {
    it(`${name} loads and changes the landing zone`, () => {
      const text = readFileSync(`examples/broken/${name}`, 'utf8');
      expect(loadSeededFault(name, text).title).to.be.a('string');
      expect(shippedLandingZone(text)).to.not.deep.equal(shippedLandingZone());
    });
  }
});

describe('a wrong document is refused with file, line and column', () => {
  const cases: readonly (readonly [string, readonly [string, string] | undefined, string | undefined, string])[] = [
    [
      'an account id that is a number',
      ['id: "111122223333"', 'id: 111122223333'],
      undefined,
      'lz.yaml:37:5: accounts.management.id: an account id must be quoted, or YAML reads it as a number: "111111111111"',
    ],
    [
      'a short account id',
      ['"222233334444"', '"22223333"'],
      undefined,
      `lz.yaml:${lineOf('log-archive:')}:18: accounts.log-archive.id: an account id has 12 digits`,
    ],
    [
      'an unknown key',
      ['maxSessionSeconds', 'maxSessionSecond'],
      undefined,
      'lz.yaml:22:7: unknown key "maxSessionSecond" in accounts.management.roles.BreakGlass',
    ],
    [
      'an unknown key at the top',
      ['identityProvider:', 'identityProvder:'],
      undefined,
      `lz.yaml:${lineOf('identityProvider:')}:1: unknown key "identityProvder" in the document`,
    ],
    [
      'an OU in an OU that does not exist',
      ['in: Workloads', 'in: Wrkloads'],
      undefined,
      'lz.yaml:12:17: OU "Production" is in "Wrkloads", which does not exist',
    ],
    [
      'an OU in itself',
      ['Workloads: { in: Root }', 'Workloads: { in: Production }'],
      undefined,
      'lz.yaml:11:16: OU "Workloads" is in itself: Workloads in Production in Workloads',
    ],
    [
      'an account in an unknown OU',
      ['ou: Security }', 'ou: Secrity }'],
      undefined,
      `lz.yaml:${lineOf('log-archive:')}:38: account "log-archive" is in OU "Secrity", which does not exist`,
    ],
    [
      'a reference to nobody',
      ['<management>', '<managment>'],
      undefined,
      'lz.yaml:30:17: <managment> names no account',
    ],
    [
      'an effect that is none',
      ['Effect: Allow', 'Effect: Alow'],
      undefined,
      'lz.yaml:26:11: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Effect: must be "Allow" or "Deny"',
    ],
    [
      'a guardrail on nobody',
      ['attachedTo: [Root]', 'attachedTo: [Rot]'],
      undefined,
      `lz.yaml:${lineOf('attachedTo: [Root')}:18: "protect-identity-federation" is attached to "Rot", which does not exist`,
    ],
    [
      'FullAWSAccess taken from nobody',
      ['serviceControlPolicies:', 'withoutFullAccess: [Nowhere]\nserviceControlPolicies:'],
      undefined,
      `lz.yaml:${lineOf('serviceControlPolicies:')}:21: FullAWSAccess was detached from "Nowhere", which does not exist`,
    ],
    [
      'nothing left where FullAWSAccess was',
      ['serviceControlPolicies:', 'withoutFullAccess: [Suspended]\nserviceControlPolicies:'],
      undefined,
      `lz.yaml:${lineOf('serviceControlPolicies:')}:21: nothing else is attached to "Suspended"`,
    ],
    [
      'a type of guardrail that is none',
      ['serviceControlPolicies:', 'policyTypes: [TAG_POLICY]\nserviceControlPolicies:'],
      undefined,
      `lz.yaml:${lineOf('serviceControlPolicies:')}:15: policyTypes.0: must be "SERVICE_CONTROL_POLICY" or "RESOURCE_CONTROL_POLICY"`,
    ],
    [
      'a permission set that does not exist',
      ['permissionSet: Investigator', 'permissionSet: Inspector'],
      undefined,
      `lz.yaml:${lineOf('investigators:')}:36: there is no permission set "Inspector"`,
    ],
    [
      'a store that does not exist',
      ['password: head-office-safe', 'password: head-ofice-safe'],
      undefined,
      'lz.yaml:51:49: there is no credential store "head-ofice-safe"',
    ],
    [
      'two accounts with one id',
      ['"333344445555"', '"222233334444"'],
      undefined,
      `lz.yaml:${lineOf('security-tooling:')}:23: "security-tooling" has the same account id as "log-archive"`,
    ],
    [
      'names that differ only in case',
      ['network:', 'Log-Archive:'],
      undefined,
      `lz.yaml:${lineOf('network:')}:3: "Log-Archive" and "log-archive" differ only in case`,
    ],
    [
      'a management account that does not exist',
      ['management: management', 'management: master'],
      undefined,
      'lz.yaml:6:3: there is no account "master"',
    ],
    ['broken YAML', ['ous:', 'ous: ['], undefined, 'lz.yaml:10:3: Missing , between flow sequence items'],
    ['a key twice', ['ous:', 'ous:\nous:'], undefined, 'lz.yaml:8:5: Map keys must be unique'],
    [
      'an overlay on an unknown account',
      undefined,
      'accounts: { shop-9: { roles: null } }',
      'overlay.yaml:1:13: there is no account "shop-9"',
    ],
    [
      'an overlay with count',
      undefined,
      'accounts: { payments-2: { count: 3 } }',
      'overlay.yaml:1:27: an overlay cannot use "count"',
    ],
    [
      'an overlay that changes nothing',
      undefined,
      'accounts: { payments-2: { ou: Production } }',
      'overlay.yaml:1:1: the overlay changes nothing',
    ],
    [
      'a fault that changes nothing',
      undefined,
      'title: t\nexpects: {}\noverlay:\n  accounts: { old-datalake: { roles: { X: null } } }',
      'overlay.yaml:3:1: the overlay changes nothing',
    ],
    [
      'an unknown key in an overlay',
      undefined,
      'everyAccount: { roles: { BreakGlass: { maxSession: 3 } } }',
      'overlay.yaml:1:40: unknown key "maxSession" in everyAccount.roles.BreakGlass',
    ],
    [
      'a misspelt key of an overlay',
      undefined,
      'acounts: { network: { ou: Sandbox } }',
      'overlay.yaml:1:1: unknown key "acounts" in the document',
    ],
    [
      'count in the everyAccount of an overlay',
      undefined,
      'everyAccount: { count: 2 }',
      'overlay.yaml:1:17: unknown key "count" in everyAccount',
    ],
    [
      'a list of accounts in an overlay',
      undefined,
      'accounts: [network]',
      'overlay.yaml:1:1: accounts: needs a mapping, not a list',
    ],
    [
      'an overlay that deletes what is not there',
      undefined,
      'accounts: { network: { roles: { BreakGlas: null } }, payments-1: { roles: null } }',
      'overlay.yaml:1:33: there is no "BreakGlas" to delete',
    ],
    [
      'an overlay that deletes what no account has',
      undefined,
      'everyAccount: { roles: { BreakGlass: { permissionsBoundary: null, path: /x/ } } }',
      'overlay.yaml:1:40: there is no "permissionsBoundary" to delete',
    ],
    [
      'an overlay that deletes the management account',
      undefined,
      'accounts: { management: null }',
      'overlay.yaml:1:13: the management account cannot be deleted',
    ],
    [
      'a reference to nobody in an overlay',
      undefined,
      'everyAccount: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::<slef>:policy/p"] } } }',
      'overlay.yaml:1:58: <slef> names no account',
    ],
    [
      'a policy of another account',
      undefined,
      'accounts: { network: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::<log-archive>:policy/p"] } } } }',
      'overlay.yaml:1:65: arn:aws:iam::222233334444:policy/p is a policy of another account',
    ],
    [
      'a managed policy that does not exist',
      undefined,
      'accounts: { network: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::<self>:policy/p"] } } } }',
      'overlay.yaml:1:65: there is no managed policy "p" in the account',
    ],
    [
      'a boundary that is no policy',
      undefined,
      'accounts: { network: { roles: { BreakGlass: { permissionsBoundary: "arn:aws:iam::aws:role/p" } } } }',
      'overlay.yaml:1:47: arn:aws:iam::aws:role/p is not the ARN of a managed policy',
    ],
    [
      'a permission set with a policy of an account',
      undefined,
      'identityCenter: { permissionSets: { Investigator: { managedPolicies: ["arn:aws:iam::<management>:policy/p"] } } }',
      'overlay.yaml:1:71: arn:aws:iam::111122223333:policy/p is not an AWS managed policy',
    ],
    [
      'a wildcard in a principal',
      undefined,
      'accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: "arn:aws:iam::<management>:role/*" } } } } } } }',
      'overlay.yaml:1:88: accounts.network.roles.BreakGlass.trust.BreakGlassUsers.Principal.AWS: AWS takes no wildcard inside a principal: name the account and put the pattern into a condition on aws:PrincipalArn',
    ],
    [
      'a principal that is a number',
      undefined,
      'accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: 111122223333 } } } } } } }',
      'overlay.yaml:1:88: accounts.network.roles.BreakGlass.trust.BreakGlassUsers.Principal.AWS: needs text or a list, not the number 111122223333 (put it in quotes)',
    ],
    [
      'an operator that is none',
      ['Bool:', 'Boolean:'],
      undefined,
      'lz.yaml:33:24: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Condition.Boolean: the name "Boolean" is not a condition operator, such as StringEquals, ArnLike or Bool',
    ],
    [
      'an action that is none',
      ['Action: sts:AssumeRole', 'Action: AssumeRole'],
      undefined,
      'lz.yaml:27:11: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Action: an action is service:Action, e.g. sts:AssumeRole, or "*"',
    ],
    [
      'Action beside NotAction',
      ['Action: ec2:RunInstances', 'Action: ec2:RunInstances\n        NotAction: sts:*'],
      undefined,
      `lz.yaml:${lineOf('DenyVersion1:')}:7: serviceControlPolicies.require-instance-metadata-v2.statements.DenyVersion1: a statement has either Action or NotAction`,
    ],
    [
      'a guardrail with a principal',
      ['Action: ec2:RunInstances', 'Action: ec2:RunInstances\n        Principal: "*"'],
      undefined,
      `lz.yaml:${lineOf('DenyVersion1:')}:7: serviceControlPolicies.require-instance-metadata-v2.statements.DenyVersion1: a permissions policy names no Principal`,
    ],
    [
      'a trust policy with a resource',
      ['Effect: Allow', 'Effect: Allow\n          Resource: "*"'],
      undefined,
      'lz.yaml:25:9: accounts.management.roles.BreakGlass.trust.BreakGlassUsers: a trust policy has no Resource',
    ],
    [
      'a trust policy without a principal',
      undefined,
      'accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: null } } } } } }',
      'overlay.yaml:1:56: accounts.network.roles.BreakGlass.trust.BreakGlassUsers: a trust policy names a Principal',
    ],
    [
      'a trail that writes to no log group',
      undefined,
      'accounts: { management: { monitoring: { trails: { organization-trail: { logGroup: trail } } } } }',
      'overlay.yaml:1:73: trail "organization-trail" writes to log group "trail", which does not exist',
    ],
    [
      'a trail that writes to another Region',
      undefined,
      'accounts: { management: { monitoring: { trails: { organization-trail: { region: eu-central-1 } } } } }',
      `lz.yaml:${lineOf('organization-trail: { region')}:70: trail "organization-trail" is in eu-central-1 and its log group "organization-trail" in eu-west-1`,
    ],
    [
      "a member's trail of the organization",
      undefined,
      'accounts: { network: { monitoring: { trails: { own: { region: eu-west-1, organization: true } } } } }',
      'overlay.yaml:1:74: trail "own" of a member account cannot be the organization\'s',
    ],
    [
      'an alarm that waits for ever',
      undefined,
      'accounts: { management: { monitoring: { alarms: { break-glass-used: { datapointsToAlarm: 2 } } } } }',
      'overlay.yaml:1:71: alarm "break-glass-used" waits for 2 of 1 datapoints',
    ],
    [
      'an alarm with an odd period',
      undefined,
      'accounts: { management: { monitoring: { alarms: { break-glass-used: { periodSeconds: 90 } } } } }',
      'overlay.yaml:1:71: alarm "break-glass-used" has a period of 90 s',
    ],
    [
      'an alarm that looks too far back',
      undefined,
      'accounts: { management: { monitoring: { alarms: { break-glass-used: { periodSeconds: 300, evaluationPeriods: 289 } } } } }',
      'overlay.yaml:1:91: alarm "break-glass-used" looks over more than a day',
    ],
    [
      'a rule with too many targets',
      undefined,
      'accounts: { management: { monitoring: { eventRules: { break-glass-signed-in: { targets: { a: &t { arn: "arn:aws:sns:eu-west-1:<self>:t" }, b: *t, c: *t, d: *t, e: *t } } } } } }',
      'overlay.yaml:1:80: event rule "break-glass-signed-in" has 6 targets',
    ],
    [
      'a queue with a name that none can have',
      undefined,
      'accounts: { network: { monitoring: { queues: { "a b": { regions: [eu-west-1] } } } } }',
      'overlay.yaml:1:48: "a b" is not a name that AWS takes here',
    ],
    [
      'a user in no group',
      undefined,
      'accounts: { management: { users: { deployment: { groups: [deployers] } } } }',
      'overlay.yaml:1:59: user "deployment" is in group "deployers", which does not exist',
    ],
    [
      'users that differ only in case',
      undefined,
      'accounts: { management: { users: { Deployment: { path: / } } } }',
      'overlay.yaml:1:36: "Deployment" and "deployment" differ only in case',
    ],
    [
      'an outsider with the name of an account',
      undefined,
      'outsiders: { network: { id: "999900002222" } }',
      'overlay.yaml:1:14: there is an account "network" as well',
    ],
    [
      'an account whose name is a reference already',
      undefined,
      'accounts: { self: { ou: Sandbox } }',
      'overlay.yaml:1:13: "self" has a meaning of its own',
    ],
    [
      'a person who does not exist',
      undefined,
      'identityCenter: { assignments: { administrators: { person: erik } } }',
      'overlay.yaml:1:52: there is no person "erik"',
    ],
    [
      'a group with somebody who does not exist',
      undefined,
      'identityCenter: { groups: { responders: { members: [erin, ivn] } } }',
      'overlay.yaml:1:59: there is no person "ivn" to be in group "responders"',
    ],
    [
      'a group that does not exist',
      undefined,
      'identityCenter: { assignments: { more: { group: nobody, permissionSet: Administrator, accounts: [network] } } }',
      'overlay.yaml:1:42: there is no group "nobody" of people',
    ],
    [
      'a boundary that an account lacks',
      undefined,
      'identityCenter: { permissionSets: { Fenced: { permissionsBoundary: Fence } }, assignments: { fenced: { person: erin, permissionSet: Fenced, accounts: [network] } } }',
      'overlay.yaml:1:118: account "network" has no managed policy "Fence", the permissions boundary of "Fenced"',
    ],
    [
      'an assignment to a person and a group',
      undefined,
      'identityCenter: { assignments: { administrators: { group: nobody } } }',
      'overlay.yaml:1:34: identityCenter.assignments.administrators: an assignment is to a person or to a group',
    ],
    [
      'an assignment to an account that does not exist',
      undefined,
      'identityCenter: { assignments: { administrators: { accounts: [network, netwerk] } } }',
      'overlay.yaml:1:72: there is no account "netwerk"',
    ],
    [
      'a guardrail attached twice',
      ['attachedTo: [Workloads, Sandbox]', 'attachedTo: [Sandbox, Sandbox]'],
      undefined,
      `lz.yaml:${lineOf('attachedTo:')}:27: "region-lock" is attached to "Sandbox" twice`,
    ],
    [
      'a guardrail on an OU that is an account as well',
      undefined,
      'accounts: { Workloads: { ou: Sandbox } }',
      `lz.yaml:${lineOf('attachedTo:')}:18: "Workloads" is an OU and an account`,
    ],
    [
      'a guardrail without statements',
      ['DenyLeaving: { Effect: Deny, Action: organizations:LeaveOrganization, Resource: "*" }', '{}'],
      undefined,
      `lz.yaml:${lineOf('DenyLeaving:') - 1}:5: a policy has one statement at least`,
    ],
    [
      'OUs six deep',
      [
        'Suspended: { in: Root }',
        'Suspended: { in: E }\n  A: { in: Root }\n  B: { in: A }\n  C: { in: B }\n  D: { in: C }\n  E: { in: D }',
      ],
      undefined,
      'lz.yaml:15:16: OU "Suspended" is nested deeper than 5 levels',
    ],
    [
      'a management account that is suspended',
      undefined,
      'accounts: { management: { state: SUSPENDED } }',
      'overlay.yaml:1:27: the management account is not ACTIVE',
    ],
    [
      'a name that count makes as well',
      ['sandbox: { ou: Sandbox, count: 3 }', 'sandbox: { ou: Sandbox, count: 3 }\n  sandbox-2: { ou: Sandbox }'],
      undefined,
      `lz.yaml:${lineOf('old-datalake:')}:3: "sandbox-2" is already one of the accounts that "count" of "sandbox" makes`,
    ],
    [
      'one id for a count of accounts',
      ['count: 2 }', 'count: 2, id: "123456789012" }'],
      undefined,
      `lz.yaml:${lineOf('webshop:')}:3: accounts.webshop: accounts made by "count" have no id or e-mail address of their own`,
    ],
    [
      'a count of none',
      ['count: 3', 'count: 0'],
      undefined,
      `lz.yaml:${lineOf('payments:')}:31: accounts.payments.count: must be at least 1`,
    ],
    [
      'an account with nothing in it',
      ['network: { id: "444455556666", ou: Infrastructure }', 'network:'],
      undefined,
      `lz.yaml:${lineOf('network:')}:3: accounts.network: needs a mapping, and nothing stands there`,
    ],
    [
      'a role without a trust policy',
      undefined,
      'accounts: { network: { roles: { BreakGlass: { trust: null } } } }',
      'overlay.yaml:1:47: accounts.network.roles.BreakGlass.trust: is missing; it needs a mapping',
    ],
    [
      'a key in what a merge key brings',
      ['policies:\n          assume-break', 'policees:\n          assume-break'],
      undefined,
      'lz.yaml:45:9: unknown key "policees" in accounts.management.users.break-glass-1',
    ],
    [
      'two documents in one file',
      ['organization:', 'a: 1\n---\norganization:'],
      undefined,
      'lz.yaml:4:1: the file holds more than one YAML document',
    ],
    [
      'an alias of nothing',
      ['BreakGlass: *break-glass', 'BreakGlass: *brake-glass'],
      undefined,
      'lz.yaml:64:19: the alias *brake-glass has no anchor before it',
    ],
    [
      'an alias inside its own anchor',
      undefined,
      'accounts: &a { network: *a }',
      'overlay.yaml:1:25: the alias *a stands inside its own anchor',
    ],
    ['an empty overlay', undefined, '# nothing', 'overlay.yaml:1:1: the file is not a YAML mapping'],
    ['a list for a document', undefined, '- a', 'overlay.yaml:1:1: the file is not a YAML mapping'],
  ];
  for (const [title, change, overlay, expected] of cases)
    it(title, () => expect(problem(change, overlay)).to.equal(expected));

  it('aliases that explode', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefgh'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`).join('\n')}`;
    expect(problem(undefined, bomb)).to.match(/^overlay\.yaml:1:1: .*alias/i);
  });

  it('says what was probably meant, and what else is wrong, once a place', () => {
    const text = documentText
      .replace('maxSessionSeconds:', 'maxSesionSeconds:')
      .replace('Effect: Allow', 'Effect: Alow')
      .replace('kind: hardware', 'kind: hardwear');
    let message = '';
    try {
      loadOrganization('lz.yaml', text);
    } catch (error) {
      message = describeError(error);
    }
    expect(message.split('\n')).to.deep.equal([
      'lz.yaml:22:7: unknown key "maxSesionSeconds" in accounts.management.roles.BreakGlass',
      '  Did you mean "maxSessionSeconds"?',
      '  lz.yaml:44:25: accounts.management.users.break-glass-1.mfa.key-a.kind: must be "virtual", "hardware" or "fido"',
      '  lz.yaml:26:11: accounts.management.roles.BreakGlass.trust.BreakGlassUsers.Effect: must be "Allow" or "Deny"',
    ]);
  });

  it('finds what a merge key brought where it was written', () => {
    const text =
      'organization: { id: o-aaaaaaaaaa, management: m }\neveryAccount: &every\n  users: { u: { path: wrong } }\naccounts:\n  m:\n    <<: *every\n';
    expect(() => loadOrganization('small.yaml', text))
      .to.throw('accounts.m.users.u.path: a path begins and ends with a slash')
      .with.deep.property('place', { file: 'small.yaml', line: 3, column: 17 });
  });

  it('names all that is known where nothing is near', () => {
    expect(() =>
      landingZone('accounts: { management: { users: { deployment: { custody: { password: cupboard } } } } }'),
    )
      .to.throw('there is no credential store "cupboard"')
      .with.property(
        'hint',
        'Known here: head-office-safe, head-office-archive, second-site-safe, second-site-archive.',
      );
  });

  it('a seeded fault without what it expects', () => {
    expect(() =>
      loadSeededFault('f.yaml', 'title: x\ndirection: too-tight\nexpects: { code: BG_X, cause: y }\noverlay: {}'),
    ).to.throw('direction');
  });
});
