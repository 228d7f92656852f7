import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { describeError } from '../../base/errors.js';
import { silentProgress } from '../../harness/drill/progress.js';
import {
  allThere,
  endedEarly,
  portOf,
  publishedOn,
  startLocalstack,
  textOfLog,
} from '../../harness/targets/localstack-container.js';
import type { Testcontainers } from '../../harness/targets/localstack-container.js';
import { memoryLedger } from '../memory-ledger.js';
import type { FakeDocker } from './fake-docker.js';
import { fakeDocker, frames, HERE } from './fake-docker.js';

const RUNNING = Object.fromEntries(
  ['sts', 'iam', 'cloudwatch', 'logs', 'events', 'sns', 'sqs'].map((service) => [service, 'running']),
);
const TOKEN = 'ls-made-up-0123456789';
const never = (): Promise<never> => new Promise(() => undefined);

/** The error of a start, as a terminal shows it. */
async function failure(
  load: () => Promise<Testcontainers>,
  environment: NodeJS.ProcessEnv = {},
  signal?: AbortSignal,
  said: string[] = [],
): Promise<string> {
  try {
    await startLocalstack(
      {
        ...memoryLedger(),
        progress: { ...silentProgress, step: (line) => void said.push(line) },
        ...(signal ? { signal } : {}),
      },
      environment,
      load,
    );
  } catch (error) {
    return describeError(error);
  }
  return 'started';
}

describe('starting LocalStack', () => {
  it('publishes to this machine alone where Docker is here', () => {
    expect([
      publishedOn(HERE),
      publishedOn([{ address: '::1', family: 6 }]),
      publishedOn([{ address: '127.0.1.1', family: 4 }]),
    ]).to.deep.equal(['127.0.0.1', '::1', '127.0.1.1']);
    expect([
      publishedOn([{ address: '172.17.0.1', family: 4 }]),
      publishedOn([
        { address: '10.0.0.1', family: 4 },
        { address: '::1', family: 6 },
      ]),
    ]).to.deep.equal([undefined, undefined]);
  });

  it('finds the port of the family by which Docker is reached', () => {
    const both = [
      { HostIp: '0.0.0.0', HostPort: '4' },
      { HostIp: '::', HostPort: '6' },
    ];
    expect([
      portOf(both, HERE),
      portOf(both, HERE.slice(1)),
      portOf([{ HostIp: '', HostPort: '1' }], HERE),
      portOf([], HERE),
    ]).to.deep.equal(['6', '4', '1', undefined]);
  });

  it('waits for services that start, and not for those that never will', () => {
    expect([
      allThere(RUNNING),
      allThere({ ...RUNNING, sns: 'available' }),
      allThere({ ...RUNNING, sns: 'starting' }),
    ]).to.deep.equal([true, true, false]);
    const { sqs: _sqs, ...without } = RUNNING;
    for (const [states, said] of [
      [{ ...RUNNING, sns: 'error', kms: 'error' }, 'sns is error'],
      [{ ...RUNNING, iam: 'disabled', sts: 'error' }, 'sts is error, iam is disabled'],
      [without, 'sqs is absent'],
    ] as const)
      expect(() => allThere(states)).to.throw(`LocalStack does not have what a drill needs: ${said}`);
  });

  it('reads a log in frames', () =>
    expect([textOfLog(frames('one\n', 'tw\u00f6\n')), textOfLog(Buffer.alloc(3))]).to.deep.equal([
      'one\ntw\u00f6\n',
      '',
    ]));

  it('says of an image that ended what it said last, or that it needs a licence', () => {
    const ended = { image: 'some:1', exitCode: 1, log: '', licensed: false };
    const rows = [
      [ended, 'some:1 ended with exit code 1 before it answered: it logged nothing'],
      [
        { ...ended, log: `first\n\u001b[31mlast\u0000 ${'x'.repeat(300)}\n\n` },
        `some:1 ended with exit code 1 before it answered: last ${'x'.repeat(195)}`,
      ],
      [{ ...ended, exitCode: 55 }, 'some:1 needs LOCALSTACK_AUTH_TOKEN'],
      [
        { ...ended, log: 'The license activation failed for the following reason:\n\nno credentials\nmore' },
        'some:1 needs LOCALSTACK_AUTH_TOKEN',
      ],
      [
        {
          ...ended,
          exitCode: 55,
          licensed: true,
          log: 'The license activation failed for the following reason:\n\nexpired\nmore',
        },
        'some:1 was not satisfied with the LOCALSTACK_AUTH_TOKEN that is set: expired',
      ],
    ] as const;
    for (const [input, said] of rows) expect(endedEarly(input).message).to.equal(said);
  });

  it('says in one sentence what is missing, and leaves no container', async () => {
    const gone = Object.assign(new Error('(HTTP code 404) no such container - it is gone'), { statusCode: 404 });
    const rows: readonly [string, FakeDocker | (() => Promise<Testcontainers>), string[]][] = [
      ['the package testcontainers is not installed', () => Promise.reject(new Error('ERR_MODULE_NOT_FOUND')), []],
      [
        'no Docker answers here',
        async () => ({
          ...(await fakeDocker({}).load()),
          getContainerRuntimeClient: () => Promise.reject(new Error('no strategy')),
        }),
        [],
      ],
      [
        'the image some:1 cannot be pulled: no such repository\n',
        { pull: () => Promise.reject(new Error('(HTTP code 404) unexpected - no such repository')) },
        [],
      ],
      ['the image some:1 cannot be pulled\n', { exists: false }, []],
      [
        'testcontainers could not start what tidies up after it: no ryuk',
        { reaper: () => Promise.reject(new Error('no ryuk')) },
        [],
      ],
      [
        'some:1 could not be started: no [redacted]',
        { start: () => Promise.reject(new Error(`(HTTP code 400) bad parameter - no ${TOKEN}`)) },
        ['create', 'remove'],
      ],
      [
        'some:1 ended with exit code 3 before it answered: with [redacted]',
        { state: { Running: false, ExitCode: 3 }, log: `with ${TOKEN}`, remove: () => Promise.reject(gone) },
        ['create', 'remove'],
      ],
    ];
    for (const [sentence, given, done] of rows) {
      const docker = typeof given === 'function' ? { load: given, done: [] } : fakeDocker(given);
      const said: string[] = [];
      expect(
        await failure(docker.load, { LOCALSTACK_IMAGE: 'some:1', LOCALSTACK_AUTH_TOKEN: TOKEN }, undefined, said),
      ).to.match(new RegExp(`^${sentence.replaceAll(/[[\]]/g, String.raw`\$&`)}`));
      expect([docker.done, said], sentence).to.deep.equal([done, []]);
    }
  });

  it('stops at once while it pulls, and takes away what it started', async () => {
    const stop = new AbortController();
    const pulling = fakeDocker({ pull: () => (stop.abort(new Error('stopped')), never()) });
    expect([await failure(pulling.load, {}, stop.signal), pulling.done]).to.deep.equal(['stopped', []]);
    for (const begin of ['create', 'start'] as const) {
      const stopped = new AbortController();
      const docker = fakeDocker(
        begin === 'start'
          ? { start: () => Promise.resolve(stopped.abort(new Error('stopped'))) }
          : {
              reaper: () =>
                Promise.resolve({
                  get sessionId() {
                    return (stopped.abort(new Error('stopped')), 'one');
                  },
                }),
            },
      );
      expect([await failure(docker.load, {}, stopped.signal), docker.done], begin).to.deep.equal([
        'stopped',
        ['create', 'remove'],
      ]);
    }
  });

  it('says which container it could not take away', async () => {
    const said: string[] = [];
    const { load } = fakeDocker({
      state: { Running: false, ExitCode: 1 },
      remove: () => Promise.reject(new Error('busy')),
    });
    expect(await failure(load, {}, undefined, said)).to.match(/^localstack\/localstack:4\.14\.0 ended/);
    expect(said).to.have.length(1);
    expect(said[0]).to.match(
      /^could not take the container breakglass-drill-[0-9a-f-]+ away again \(busy\): delete it$/,
    );
  });

  it('is done when it answers, gives the token to the container alone, and is removed when asked', async () => {
    const server = createServer((_request, response) => response.end(JSON.stringify({ services: RUNNING }))).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const { load, done, created } = fakeDocker({ port });
      const { url, remove } = await startLocalstack(
        { ...memoryLedger(), progress: silentProgress },
        { LOCALSTACK_AUTH_TOKEN: TOKEN, LOCALSTACK_IMAGE: '' },
        load,
      );
      expect([url, done]).to.deep.equal([`http://127.0.0.1:${port}`, ['create']]);
      expect(created[0]).to.deep.include({
        Image: 'localstack/localstack:4.14.0',
        Labels: { session: 'one' },
        HostConfig: { PortBindings: { '4566/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
      });
      expect(created[0]?.Env).to.include(`LOCALSTACK_AUTH_TOKEN=${TOKEN}`);
      await remove();
      expect(done).to.deep.equal(['create', 'remove']);
    } finally {
      server.close();
    }
  });
});
