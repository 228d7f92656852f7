import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import { loadOrganization } from '../../organization/load.js';
import { playDrill, withFolder } from '../drill.js';
import { commandHere } from './called.js';

const SMALL = `
organization: { id: o-smallorgan1, homeRegion: eu-west-1, management: management }
ous: { Work: { in: Root } }
everyAccount: { roles: { BreakGlass: { path: /break-glass/, trust: { Users: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<management>:user/break-glass-1" } } } } } }
accounts:
  management: { users: { break-glass-1: { accessKey: true, mfa: { key: { kind: hardware } } } } }
  shop: { ou: Work, count: 2 }
serviceControlPolicies: { stay: { attachedTo: [Work], expects: binds, statements: { Stay: { Effect: Deny, Action: "organizations:LeaveOrganization", Resource: "*" } } } }
`;

describe('deploy and snapshot on the command line', function () {
  this.timeout(60_000);

  it('write a document into an emulator, once, and read it back', () =>
    withFolder(async (folder) => {
      const emulator = await serveEmulator('empty', seededRandom('deploy'));
      const file = (name: string, text: string): string => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      };
      const [document, first] = [file('small.yaml', SMALL), file('first.json', JSON.stringify(emulator.ready))];
      const to = ['--endpoint', emulator.ready.endpoint, '--secrets'];
      const deployed = await commandHere('deploy', ...to, first, '--organization', document);
      expect(deployed.code, deployed.err).to.equal(0);
      const line = JSON.parse(deployed.out) as {
        users: Record<string, Record<string, string>>;
        accounts: Record<string, string>;
        control: string;
      };
      expect(Object.keys(line.users['break-glass-1'] ?? {})).to.have.members([
        'accessKeyId',
        'secretAccessKey',
        'mfaSerial',
        'mfaSeed',
      ]);
      expect(deployed.err).to.not.include(line.users['break-glass-1']?.['secretAccessKey']);
      const second = file('second.json', deployed.out);
      const again = await commandHere('deploy', ...to, second, '--organization', document);
      expect([again.code, again.out, again.err]).to.deep.equal([0, deployed.out, 'Nothing to change.\n']);
      const output = join(folder, 'snapshot.yaml');
      const snapshot = await commandHere('snapshot', ...to, second, '--output', output);
      expect([snapshot.code, snapshot.out], snapshot.err).to.deep.equal([0, '']);
      const { accounts, homeRegion, serviceControlPolicies } = loadOrganization(
        'snapshot.yaml',
        readFileSync(output, 'utf8'),
      );
      expect([homeRegion, Object.keys(accounts), accounts['shop-2']?.id]).to.deep.equal([
        'eu-west-1',
        ['management', 'shop-1', 'shop-2'],
        line.accounts['shop-2'],
      ]);
      expect(Object.keys(accounts['shop-1']?.roles ?? {})).to.have.members([
        'BreakGlass',
        'OrganizationAccountAccessRole',
      ]);
      expect(serviceControlPolicies['stay']?.attachedTo).to.deep.equal(['Work']);
      await emulator.close();
    }));

  it('write it for a drill that begins with it, whose codes are not those that enabled the devices', async () => {
    const emulator = await serveEmulator('empty', seededRandom('deploy'));
    try {
      const { result } = await playDrill([], {
        scenarios: ['identity-provider-failure'],
        target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready, deploy: true },
      });
      const checks = result.scenarios.flatMap((scenario) => scenario.checks);
      expect(
        checks.find(({ title }) => title.startsWith('lets every break-glass user enter every account')),
      ).to.deep.include({
        outcome: 'held',
        evidence: 'observed',
        summary: '32 of 32 assumed and able to act, and 4 of 4 with a code in the hop',
      });
    } finally {
      await emulator.close();
    }
  });

  for (const verb of ['deploy', 'snapshot']) {
    it(`refuse AWS itself and what does not answer: ${verb}`, async () => {
      const aws = await commandHere(verb, '--endpoint', 'https://sts.amazonaws.com');
      expect([aws.code, aws.out, aws.err.split('\n', 1)[0]]).to.deep.equal([
        2,
        '',
        'breakglass-drill: sts.amazonaws.com is AWS itself: this works on emulators only',
      ]);
      expect(await commandHere(verb, '--endpoint', 'http://127.0.0.1:1')).to.deep.include({ code: 2, out: '' });
    });
  }
});
