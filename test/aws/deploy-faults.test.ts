import { ListAccessKeysCommand, ListVirtualMFADevicesCommand } from '@aws-sdk/client-iam';
import { expect } from 'chai';
import { drawn } from '../draw.js';
import { shippedLandingZone } from '../landing-zone.js';
import type { Tampering } from '../tampered-target.js';
import { faulty, WAY_FAULTS } from '../way-faults.js';
import { emptyWorld } from './deploying.js';

/** The first so many calls of an operation are made, and their answers lost. */
const losing = (operation: string, times: number): Required<Pick<Tampering, 'answer'>> => {
  let lost = 0;
  return {
    answer: async (call, _request, next) => {
      const answer = await next();
      if (call.operation !== operation || lost >= times) return answer;
      lost++;
      throw new Error('read ECONNRESET');
    },
  };
};

/** What a deployment through faults left: what a second one without any would change, keys and devices that nobody holds, what was refused. */
async function deployedThrough({ answer }: Required<Pick<Tampering, 'answer'>>): Promise<{
  refused: string[];
  missing: string[];
  keys: [number, number];
  devices: [number, number];
}> {
  let faults = true;
  const world = emptyWorld('eu-west-1', (call, request, next, clock) =>
    faults ? answer(call, request, next, clock) : next(),
  );
  const document = shippedLandingZone();
  const { notDeployed, credentials } = await world.deploy(document);
  faults = false;
  const again = await world.deploy(document);
  const made = Object.values(credentials[document.management] ?? {});
  const { clients, accountId } = await world.ways();
  const iam = (await clients(accountId)).iam();
  const [{ AccessKeyMetadata: keys = [] }, { VirtualMFADevices: devices = [] }] = [
    await iam.send(new ListAccessKeysCommand({ UserName: 'break-glass-1' })),
    await iam.send(new ListVirtualMFADevicesCommand({})),
  ];
  const unassigned = devices.filter(({ User }) => User === undefined).length;
  return {
    refused: notDeployed.flatMap(({ what, why, refused }) => (refused ? [`${what}: ${why}`] : [])),
    missing: again.changes.map(({ what }) => what),
    keys: [keys.length, Object.values(credentials[document.management]?.['break-glass-1'] ?? {}).length],
    devices: [unassigned, made.filter(({ mfaSeed }) => mfaSeed !== undefined).length],
  };
}

describe('a document that is deployed while the way is bad', function () {
  this.timeout(120_000);
  let sound: Awaited<ReturnType<typeof deployedThrough>>;
  before(async () => {
    sound = await deployedThrough(losing('', 0));
    expect([sound.refused, sound.missing]).to.deep.equal([[], []]);
  });

  for (const [fault, seed] of drawn(
    'deployments through faults',
    [...WAY_FAULTS, 'together' as const].flatMap((one) => ['a', 'b', 'c'].map((name) => [one, name] as const)),
    { few: 1, more: 2 },
  ))
    it(`${fault}, for one request in ten (${seed}): is there whole in the end, and nothing that nobody can use`, async () =>
      expect(
        await deployedThrough(
          faulty(
            `deploy ${seed}`,
            fault === 'together'
              ? ['throttled', 'failing once it was done', 'reset once it was done', 'late']
              : [fault],
            10,
          ),
        ),
      ).to.deep.equal(sound));

  const lost: readonly (readonly [string, number])[] = [
    ['CreateAccessKey', 2],
    ['CreateVirtualMFADevice', 2],
    ['EnableMFADevice', 1],
    ['CreateOrganizationalUnit', 3],
    ['CreateAccount', 1],
    ['DeleteRolePolicy', 1],
  ];
  for (const [operation, times] of drawn('lost answers', lost, { few: 1, more: 2 }))
    it(`makes up for ${times} lost answers to ${operation}`, async () =>
      expect(await deployedThrough(losing(operation, times))).to.deep.equal(sound));

  it('says what could not be made where a fault lasts', async () => {
    const { refused, missing } = await deployedThrough(
      faulty('down', ['reset'], 100, ({ operation }) => operation === 'PutGroupPolicy' || operation === 'CreateTopic'),
    );
    expect(refused.length).to.be.above(0);
    for (const why of refused) expect(why).to.match(/got no answer, 6 times|NotFound|not exist/i);
    expect(missing.length).to.be.above(0);
  });
});
