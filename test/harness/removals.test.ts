import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { createRemovals } from '../../harness/targets/removals.js';
import { removal } from '../../harness/targets/undoers.js';
import type { Clients } from '../../aws/clients.js';
import { memoryLedger } from '../memory-ledger.js';

const error = (name: string, status: number): Error =>
  Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: status } });
const absent = error('InternalFailure', 501);
const THING = removal('alarm', { account: '1', region: 'r', name: 'n' });

/** What is said where making and removing one thing end like this. */
async function said(create: () => Promise<unknown>, remove: () => Promise<unknown>): Promise<string[]> {
  const lines: string[] = [];
  const clients = { cloudwatch: () => ({ send: remove }) } as unknown as Clients;
  const { ledger } = memoryLedger({ administrator: () => Promise.resolve(clients) });
  const { make, removeAll } = createRemovals(ledger, { step: (line) => void lines.push(line) });
  await make('the thing', THING, create).catch(() => undefined);
  await removeAll();
  return lines;
}

describe('what is made for a while', () => {
  it('is taken away in the opposite order, once', async () => {
    const done: string[] = [];
    const told = { told: ({ name = '' }) => Promise.resolve(void done.push(`remove ${name}`)) };
    const { make, removeAll } = createRemovals(memoryLedger({}, told).ledger, { step: () => undefined });
    for (const name of ['one', 'two'])
      expect(
        await make(name, { kind: 'told', parameters: { name } }, () =>
          Promise.resolve((done.push(`make ${name}`), name)),
        ),
      ).to.equal(name);
    await removeAll();
    await removeAll();
    expect(done).to.deep.equal(['make one', 'make two', 'remove two', 'remove one']);
  });

  it('is taken away though the answer to making it was lost', async () => {
    let removed = 0;
    expect(
      await said(
        () => Promise.reject(error('TimeoutError', 0)),
        () => Promise.resolve((removed += 1)),
      ),
    ).to.deep.equal([]);
    expect(removed).to.equal(1);
  });

  it('is taken away though the endpoint answers that its type is not enabled: then it is attached nowhere', async () => {
    const sent: string[] = [];
    const send = (command: object): Promise<unknown> => {
      sent.push(command.constructor.name);
      return command.constructor.name === 'DetachPolicyCommand'
        ? Promise.reject(error('PolicyTypeNotEnabledException', 400))
        : Promise.resolve({ Policies: [{ Id: 'p-1', Name: 'probe' }] });
    };
    const clients = {
      organizations: () => Object.assign(Object.create(OrganizationsClient.prototype), { send }),
    } as Clients;
    const { ledger } = memoryLedger({ administrator: () => Promise.resolve(clients) });
    const undo = removal('service-control-policy', { account: '1', region: 'r', name: 'probe' }, { attachedTo: '2' });
    const removals = createRemovals(ledger, { step: expect.fail });
    await removals.make('the policy', undo, () => Promise.resolve());
    await removals.removeAll();
    expect(ledger.left()).to.deep.equal([]);
    expect(sent).to.deep.equal(['ListPoliciesCommand', 'DetachPolicyCommand', 'DeletePolicyCommand']);
  });

  const made = (): Promise<void> => Promise.resolve();
  const notMade = (): Promise<never> => Promise.reject(absent);
  for (const { title, create, removal: answer, left } of [
    { title: 'is named where the target can make it and not remove it', create: made, removal: absent, left: true },
    { title: 'is not missed where the target can do neither', create: notMade, removal: absent, left: false },
    {
      title: 'is not missed where it is gone already',
      create: made,
      removal: error('NoSuchEntityException', 404),
      left: false,
    },
    { title: 'is named where its removal is refused', create: made, removal: error('AccessDenied', 403), left: true },
    {
      title: 'is named where nobody knows whether it was made, and its removal is refused',
      create: notMade,
      removal: error('AccessDenied', 403),
      left: true,
    },
  ]) {
    it(title, async () => {
      const lines = await said(create, () => Promise.reject(answer));
      expect(lines.map((line) => /^could not take the thing away again \(.+\): delete it$/.test(line))).to.deep.equal(
        left ? [true] : [],
      );
    });
  }
});
