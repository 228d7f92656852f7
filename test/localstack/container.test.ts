import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { getContainerRuntimeClient } from 'testcontainers';
import { command } from '../command-line.js';
import { ownImage } from './localstack.js';
import type { OwnImage } from './localstack.js';

const TOKEN = 'ls-made-up-0123456789';
const DRILL = ['run', '--target', 'localstack'];

/** Calls `use` with an image and removes it; no container of it may be left then. */
async function withImage(lines: readonly string[], use: (image: OwnImage) => Promise<void>): Promise<void> {
  const image = await ownImage(...lines);
  try {
    await use(image);
    expect(await image.containers(), 'containers that are left').to.deep.equal([]);
  } finally {
    await image.remove();
  }
}

const entrypoint = (...words: readonly string[]): string => `ENTRYPOINT ${JSON.stringify(words)}`;

/** Answers for every service, one of which could not be loaded. */
const BROKEN = `
import http.server
class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"services":{"sts":"running","iam":"available","cloudwatch":"running","logs":"starting","events":"running","sns":"error","sqs":"running"}}')
http.server.HTTPServer(("", 4566), Health).serve_forever()`;

describe('the container of LocalStack', () => {
  it('is published to this machine alone, and removed after Ctrl-C', () =>
    withImage([], async (image) => {
      const published: string[] = [];
      let environment: string[] = [];
      let asked = false;
      const look = async (): Promise<void> => {
        const [container] = await image.containers();
        published.push(...(container?.Ports ?? []).map(({ IP, PrivatePort }) => `${IP} ${PrivatePort}`));
        environment = (await (await getContainerRuntimeClient()).container.getById(container?.Id ?? '').inspect())
          .Config.Env;
      };
      const { code, err } = await command(
        DRILL,
        (text, stop) => {
          if (asked || !text.includes('Deploying')) return;
          asked = true;
          void look().finally(stop);
        },
        { ...image.environment, LOCALSTACK_AUTH_TOKEN: TOKEN },
      );
      expect([code, published], err).to.deep.equal([4, ['127.0.0.1 4566']]);
      expect(environment).to.include(`LOCALSTACK_AUTH_TOKEN=${TOKEN}`);
      expect(err).to.not.include(TOKEN);
    }));

  it('is removed after Ctrl-C before it ever answered', () =>
    withImage([entrypoint('sleep', 'infinity')], async (image) => {
      for (const when of ['when it says so', 'when the container runs'] as const) {
        let interrupt = (): void => undefined;
        const unwatch = await image.watch(() => interrupt());
        try {
          let stopped = 0;
          const { code, err } = await command(
            DRILL,
            (_text, stop) => {
              const once = (): void => {
                if (stopped === 0) stopped = performance.now();
                interrupt = (): void => undefined;
                stop();
              };
              if (stopped > 0) return;
              if (when === 'when it says so') once();
              else interrupt = once;
            },
            image.environment,
          );
          expect(code, `${when}: ${err}`).to.equal(4);
          expect((performance.now() - stopped) / 1000, `${when}: seconds`).to.be.lessThan(10);
          expect(err, when).to.match(/stopped by SIGINT\n$/);
          expect(await image.containers(), when).to.deep.equal([]);
        } finally {
          unwatch();
        }
      }
    }));

  it('is not waited for after Ctrl-C while its image is pulled', async () => {
    // A registry that takes every question and answers none.
    const registry = createServer().listen(0, '127.0.0.1');
    await once(registry, 'listening');
    let interrupt = (): void => undefined;
    registry.on('request', () => interrupt());
    try {
      const { code, err } = await command(DRILL, (_text, stop) => (interrupt = stop), {
        LOCALSTACK_IMAGE: `127.0.0.1:${(registry.address() as AddressInfo).port}/none:1`,
      });
      expect(code, err).to.equal(4);
    } finally {
      registry.closeAllConnections();
      registry.close();
    }
  });

  const failures: readonly [string, string, (name: string) => string][] = [
    [
      'that ended',
      entrypoint('sh', '-c', 'echo first; echo "cannot go on with $LOCALSTACK_AUTH_TOKEN"; exit 7'),
      (name) => `${name} ended with exit code 7 before it answered: cannot go on with [redacted]`,
    ],
    [
      'that asks for another licence',
      entrypoint(
        'sh',
        '-c',
        'echo "License activation failed for the following reason:"; echo; echo "$LOCALSTACK_AUTH_TOKEN has expired"; exit 55',
      ),
      (name) => `${name} was not satisfied with the LOCALSTACK_AUTH_TOKEN that is set: [redacted] has expired`,
    ],
    [
      'with a service that could not be loaded',
      entrypoint('python3', '-c', BROKEN),
      () => 'LocalStack does not have what a drill needs: sns is error',
    ],
    ['whose program is not there', entrypoint('/none'), (name) => `${name} could not be started: `],
  ];
  for (const [which, line, said] of failures) {
    it(`is removed, and the drill ends with one sentence, for an image ${which}`, () =>
      withImage([line], async (image) => {
        const { code, err } = await command(DRILL, undefined, { ...image.environment, LOCALSTACK_AUTH_TOKEN: TOKEN });
        expect([code, err.includes(TOKEN)], err).to.deep.equal([2, false]);
        expect(err).to.include(`\nbreakglass-drill: ${said(image.name)}`);
      }));
  }

  it('is removed, and the drill asks for the token, for an image that needs one', () =>
    withImage([entrypoint('sh', '-c', 'exit 55')], async (image) => {
      const { code, err } = await command(DRILL, undefined, { ...image.environment, LOCALSTACK_AUTH_TOKEN: '' });
      expect(code, err).to.equal(2);
      expect(err).to.include(`\nbreakglass-drill: ${image.name} needs LOCALSTACK_AUTH_TOKEN\n`);
    }));

  it('is not made of an image that cannot be pulled', async () => {
    const { code, err } = await command(DRILL, undefined, { LOCALSTACK_IMAGE: '127.0.0.1:1/none:1' });
    expect(code, err).to.equal(2);
    expect(err).to.match(/\nbreakglass-drill: the image 127\.0\.0\.1:1\/none:1 cannot be pulled: .*refused/);
  });
});
