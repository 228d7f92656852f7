import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { GenericContainer, Wait } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { loadOrganization } from '../../organization/load.js';
import type { Organization } from '../../organization/model.js';
import { withFolder } from '../drill.js';
import { generatedDocument } from '../generated-organization.js';
import { shippedLandingZone } from '../landing-zone.js';
import { stored } from '../stored.js';
import { command } from '../command-line.js';
import { IMAGE, SERVICES } from './localstack.js';

/** Without what community LocalStack has no service for: nothing about it is deployed, and nothing is read. */
function held(organization: Organization): Organization {
  const accounts = Object.entries(organization.accounts).map(
    ([name, account]) => [name, { ...account, monitoring: { ...account.monitoring, trails: {} } }] as const,
  );
  const identityCenter = {
    ...organization.identityCenter,
    people: {},
    groups: {},
    permissionSets: {},
    assignments: {},
  };
  return {
    ...organization,
    accounts: Object.fromEntries(accounts),
    serviceControlPolicies: {},
    resourceControlPolicies: {},
    policyTypes: [],
    withoutFullAccess: [],
    identityCenter,
  };
}

function lines(organization: Organization): string {
  return canonicalJson(stored(held(organization)) as Json).replaceAll(/[{[]"/g, '\n$&');
}

describe('deploying into LocalStack', () => {
  let container: StartedTestContainer;
  before(async () => {
    container = await new GenericContainer(IMAGE)
      .withEnvironment({ SERVICES, EAGER_SERVICE_LOADING: '1' })
      .withExposedPorts(4566)
      .withWaitStrategy(Wait.forHttp('/_localstack/health', 4566))
      .start();
  });
  after(() => container.stop());

  it('the landing zone and reading it back gives the same document, but for what LocalStack does not have', () =>
    withFolder(async (folder) => {
      const url = `http://${container.getHost()}:${container.getMappedPort(4566)}`;
      const deployed = await command(['deploy', '--endpoint', url, '--quiet']);
      expect(deployed.code, deployed.err).to.equal(0);
      const file = join(folder, 'organization.yaml');
      const read = await command([
        'snapshot',
        '--endpoint',
        url,
        '--organization',
        'examples/landing-zone.yaml',
        '--output',
        file,
      ]);
      expect(read.code, read.err).to.equal(0);
      expect(
        read.err
          .trimEnd()
          .split('\n')
          .map((line) => line.replace(/: 501 .*/, '')),
      ).to.deep.equal([
        'not here  guardrails',
        'not here  Identity Center',
        ...['break-glass-1', 'break-glass-2', 'deployment'].map(
          (user) =>
            `not here  service-specific credentials of user "${user}": the endpoint has no such operation (management)`,
        ),
        'not here  trails',
      ]);
      expect(lines(loadOrganization(file, readFileSync(file, 'utf8')))).to.equal(lines(shippedLandingZone()));
    }));

  it('any other document gives the same too, and the second time changes nothing; each in accounts of its own', () =>
    withFolder(async (folder) => {
      const url = `http://${container.getHost()}:${container.getMappedPort(4566)}`;
      const [document, read] = [join(folder, 'document.yaml'), join(folder, 'read.yaml')];
      let account = 200_000_000_000;
      await fc.assert(
        fc.asyncProperty(generatedDocument, async ({ accounts, ...generated }) => {
          const numbered = Object.fromEntries(
            Object.entries(accounts).map(([name, content]) => [name, { id: String((account += 1)), ...content }]),
          );
          writeFileSync(document, JSON.stringify({ ...generated, accounts: numbered }));
          for (const changes of [true, false]) {
            const { code, err } = await command(['deploy', '--endpoint', url, '--organization', document]);
            expect([code, err.includes('Nothing to change.')], err).to.deep.equal([0, !changes]);
          }
          const { code, err } = await command([
            'snapshot',
            '--endpoint',
            url,
            '--organization',
            document,
            '--output',
            read,
          ]);
          expect(code, err).to.equal(0);
          expect(lines(loadOrganization(read, readFileSync(read, 'utf8')))).to.equal(
            lines(loadOrganization(document, readFileSync(document, 'utf8'))),
          );
        }),
        { seed: 7, numRuns: 3, endOnFailure: true },
      );
    }));
});
