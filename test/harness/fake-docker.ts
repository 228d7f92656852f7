/** A Docker that is not there, as testcontainers would show it. */
import type { Testcontainers } from '../../harness/targets/localstack-container.js';

/** Where it can be reached. */
export const HERE = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];

/** What a Docker that is not there is asked, and what it answers. */
export interface FakeDocker {
  pull?: () => Promise<void>;
  exists?: boolean;
  reaper?: () => Promise<{ sessionId: string }>;
  start?: () => Promise<void>;
  state?: { Running: boolean; ExitCode: number };
  port?: number;
  log?: string;
  remove?: () => Promise<void>;
}

export function fakeDocker({
  pull = () => Promise.resolve(),
  exists = true,
  reaper = () => Promise.resolve({ sessionId: 'one' }),
  start = () => Promise.resolve(),
  state = { Running: true, ExitCode: 0 },
  port,
  log = '',
  remove = () => Promise.resolve(),
}: FakeDocker): {
  load: () => Promise<Testcontainers>;
  done: string[];
  created: { Env?: string[]; Labels?: object; HostConfig?: object }[];
} {
  const done: string[] = [];
  const created: object[] = [];
  const container = {
    id: '0123456789abcdef',
    inspect: () =>
      Promise.resolve({
        State: state,
        NetworkSettings: {
          Ports: port === undefined ? {} : { '4566/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
        },
      }),
    logs: () => Promise.resolve(frames(log)),
    remove: () => {
      done.push('remove');
      return remove();
    },
  };
  const docker = {
    info: { containerRuntime: { host: 'localhost', hostIps: HERE } },
    image: { pull, exists: () => Promise.resolve(exists) },
    container: {
      create: (options: object) => {
        done.push('create');
        created.push(options);
        return Promise.resolve(container);
      },
      start,
      getById: () => container,
    },
  };
  const module = {
    getContainerRuntimeClient: () => Promise.resolve(docker),
    getReaper: reaper,
    ImageName: { fromString: (string: string) => ({ string }) },
    LABEL_TESTCONTAINERS_SESSION_ID: 'session',
  };
  return { load: () => Promise.resolve(module as unknown as Testcontainers), done, created };
}

/** Lines as Docker sends them: each behind its stream and its length. */
export function frames(...texts: readonly string[]): Buffer {
  return Buffer.concat(
    texts.flatMap((text) => {
      const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(Buffer.byteLength(text), 4);
      return [header, Buffer.from(text)];
    }),
  );
}
