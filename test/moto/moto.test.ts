import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteRoleCommand, DetachRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreateAccountCommand,
  CreatePolicyCommand,
  ListAccountsCommand,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { expect } from 'chai';
import fc from 'fast-check';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import { declaredTree, localize, matchingIds } from '../../aws/deploy/localize.js';
import type { Credentials } from '../../aws/signer.js';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { loadOrganization } from '../../organization/load.js';
import type { Account, Organization } from '../../organization/model.js';
import { recordedIn, recordOf } from '../../tools/recorded-target.js';
import { withFolder } from '../drill.js';
import { generatedDocument } from '../generated-organization.js';
import { shippedLandingZone } from '../landing-zone.js';
import { command, play, SHORT_PERIODS } from '../command-line.js';
import { drawn } from '../draw.js';
import { ALONE, playedAt, TOGETHER } from '../planned-at-endpoint.js';
import { callDifferences, folderDifferences, journalDifferences } from '../planned-calls.js';
import { stored } from '../stored.js';
import { startMoto } from './moto.js';
import type { Moto } from './moto.js';

/** Whoever asks without an account of the organization is in this one. */
const MANAGEMENT: Credentials = { accessKeyId: '111122223333', secretAccessKey: 'none-needed' };

describe('moto', () => {
  let moto: Moto;
  let transport: Transport;
  before(async () => {
    moto = await startMoto();
    transport = httpTransport(moto.url);
  });
  after(async () => {
    await transport.close();
    await moto.stop();
  });

  const clientsOf = (credentials: Credentials): Clients =>
    createClients({ transport, endpoint: moto.url, region: 'eu-west-1' }, credentials);
  const accountId = async (wanted: string): Promise<string> => {
    const { Accounts: accounts = [] } = await clientsOf(MANAGEMENT).organizations().send(new ListAccountsCommand({}));
    return accounts.find(({ Name: name }) => name === wanted)?.Id ?? '';
  };
  /** Inside an account, by the role that Organizations made there. */
  const inside = async (account: string): Promise<Clients> => {
    const RoleArn = `arn:aws:iam::${await accountId(account)}:role/OrganizationAccountAccessRole`;
    const {
      Credentials: {
        AccessKeyId: accessKeyId = '',
        SecretAccessKey: secretAccessKey = '',
        SessionToken: sessionToken = '',
      } = {},
    } = await clientsOf(MANAGEMENT)
      .sts()
      .send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'by-hand' }));
    return clientsOf({ accessKeyId, secretAccessKey, sessionToken });
  };

  it('is deployed into and drilled as a whole, and answers as the documentation says', async () => {
    const { code, err, result, texts } = await play([...SHORT_PERIODS, '--endpoint', moto.url, '--deploy']);
    expect(code, err).to.equal(0);
    expect(folderDifferences(texts)).to.deep.equal([]);
    const found = recordOf(result);
    expect(found).to.deep.equal(recordedIn('test/moto/found.json', found));
    expect([result.inventory.accounts.tested, result.inventory.accounts.notActive]).to.deep.equal([16, 1]);
    // Guardrails are read here, and nothing of what is delivered is seen.
    const checks = result.scenarios.flatMap((scenario) => scenario.checks);
    expect(checks.find(({ title }) => title.startsWith('stops break glass'))?.evidence).to.equal('evaluated');
    expect(result.deliveries?.map(({ seconds, notTried }) => [seconds, notTried !== undefined])).to.deep.equal([
      [undefined, true],
      [undefined, true],
      [undefined, true],
    ]);
    expect(new Set(checks.map(({ evidence }) => evidence))).to.not.include('observed');
  });

  for (const ids of [...drawn('plan on moto', ALONE, { few: 1, more: 2 }), TOGETHER])
    it(`is asked what was planned, for ${ids === TOGETHER ? 'all scenarios together' : ids.join()}`, async () => {
      const overlays = [readFileSync('examples/ci/short-periods.yaml', 'utf8')];
      const { plan, journal, calls, refused } = await playedAt(moto.url, ids, { overlays });
      expect(journalDifferences(plan, journal)).to.deep.equal([]);
      expect(callDifferences(plan, calls)).to.deep.equal([]);
      expect(refused).to.deep.equal([]);
    });

  it('gives back what was deployed, but for what it does not keep, and has nothing to be deployed again', () =>
    withFolder(async (folder) => {
      const again = await command(['deploy', '--endpoint', moto.url, ...SHORT_PERIODS]);
      expect([again.code, again.err.trimEnd().split('\n').at(-1)], again.err).to.deep.equal([0, 'Nothing to change.']);
      const file = join(folder, 'organization.yaml');
      const read = await command([
        'snapshot',
        '--endpoint',
        moto.url,
        '--organization',
        'examples/landing-zone.yaml',
        '--output',
        file,
      ]);
      expect(read.code, read.err).to.equal(0);
      const organization = loadOrganization(file, readFileSync(file, 'utf8'));
      const document = shippedLandingZone(readFileSync('examples/ci/short-periods.yaml', 'utf8'));
      const wanted = localize(document, matchingIds(document, declaredTree(organization)));
      expect(lines(organization)).to.equal(lines(wanted));
    }));

  it('does so with any other document', () =>
    withFolder(async (folder) => {
      const [document, read] = [join(folder, 'document.yaml'), join(folder, 'read.yaml')];
      await fc.assert(
        fc.asyncProperty(generatedDocument, async (generated) => {
          const other = await startMoto();
          try {
            writeFileSync(document, JSON.stringify(generated));
            for (const last of [/^\d+ changes?\.$/, /^Nothing to change\.$/]) {
              const { code, err } = await command(['deploy', '--endpoint', other.url, '--organization', document]);
              expect([code, last.test(err.trimEnd().split('\n').at(-1) ?? '')], err).to.deep.equal([0, true]);
            }
            const { code, err } = await command([
              'snapshot',
              '--endpoint',
              other.url,
              '--organization',
              document,
              '--output',
              read,
            ]);
            expect(code, err).to.equal(0);
            const [wanted, organization] = [document, read].map((file) =>
              loadOrganization(file, readFileSync(file, 'utf8')),
            ) as [Organization, Organization];
            expect(lines(organization)).to.equal(
              lines(localize(wanted, matchingIds(wanted, declaredTree(organization)))),
            );
          } finally {
            await other.stop();
          }
        }),
        { seed: 7, numRuns: 2, endOnFailure: true },
      );
    }));

  it('is found out wherever somebody broke something by hand', async () => {
    const organizations = clientsOf(MANAGEMENT).organizations();
    const statement = { Sid: 'Everything', Effect: 'Deny', Action: '*', Resource: '*' };
    const { Policy: policy } = await organizations.send(
      new CreatePolicyCommand({
        Name: 'freeze',
        Description: 'Stops everything.',
        Type: 'SERVICE_CONTROL_POLICY',
        Content: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
      }),
    );
    await organizations.send(
      new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: await accountId('payments-1') }),
    );
    const payments = (await inside('payments-2')).iam();
    await payments.send(
      new DetachRolePolicyCommand({ RoleName: 'BreakGlass', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
    );
    await payments.send(new DeleteRoleCommand({ RoleName: 'BreakGlass' }));
    const everybody = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${await accountId('master')}:root` },
        },
      ],
    };
    await (
      await inside('webshop-1')
    )
      .iam()
      .send(new UpdateAssumeRolePolicyCommand({ RoleName: 'BreakGlass', PolicyDocument: JSON.stringify(everybody) }));
    await organizations.send(new CreateAccountCommand({ AccountName: 'newcomer', Email: 'newcomer@example.com' }));
    const { code, err, result, texts } = await play([
      ...SHORT_PERIODS,
      '--endpoint',
      moto.url,
      'readiness',
      'identity-provider-failure',
    ]);
    expect(code, err).to.equal(1);
    expect(folderDifferences(texts)).to.deep.equal([]);
    const found = result.findings
      .map(({ code: id, cause, accounts }) => `${id} ${accounts.map(({ name }) => name).join(',')}: ${cause}`)
      .join('\n');
    for (const wanted of [
      /^BG_GUARDRAIL_LOCKS_OUT payments-1: .*"freeze"/m,
      /^BG_ROLE_MISSING payments-2:/m,
      /^BG_ACCESS_DENIED newcomer:/m,
      /^BG_TRUST\w* webshop-1:/m,
    ])
      expect(wanted.test(found), `${wanted.source} in\n${found}`).to.equal(true);
  });
});

/** What moto keeps of an organization: no metadata of SAML providers, no permissions boundaries of permission sets, and not that a subscription is to be confirmed. */
function kept(organization: Organization): Organization {
  const permissionSets = Object.entries(organization.identityCenter.permissionSets).map(
    ([name, { permissionsBoundary: _boundary, ...set }]) => [name, set] as const,
  );
  const accounts = Object.entries(organization.accounts).map(
    ([name, account]) => [name, keptAccount(account)] as const,
  );
  return {
    ...organization,
    accounts: Object.fromEntries(accounts),
    identityCenter: {
      ...organization.identityCenter,
      instanceArn: '',
      identityStoreId: '',
      permissionSets: Object.fromEntries(permissionSets),
    },
  };
}

/** Organizations there makes a role in each account that may do nothing; on AWS it may do everything, and no document names it. */
function keptAccount({ roles, email: _email, ...account }: Account): Account {
  const { OrganizationAccountAccessRole: _made, ...others } = roles;
  const topics = Object.entries(account.monitoring.topics).map(
    ([name, topic]) =>
      [
        name,
        {
          ...topic,
          subscriptions: Object.fromEntries(
            Object.entries(topic.subscriptions).map(([key, one]) => [key, { ...one, confirmed: true }]),
          ),
        },
      ] as const,
  );
  return {
    ...account,
    email: '',
    samlProviders: {},
    roles: others,
    monitoring: { ...account.monitoring, topics: Object.fromEntries(topics) },
  };
}

function lines(organization: Organization): string {
  return canonicalJson(stored(kept(organization)) as Json).replaceAll(/[{[]"/g, '\n$&');
}
