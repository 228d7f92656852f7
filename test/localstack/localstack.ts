/** The image of LocalStack that the suites here use. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { GenericContainer, getContainerRuntimeClient } from 'testcontainers';
import type { ContainerRuntimeClient } from 'testcontainers';
import { withFolder } from '../drill.js';

export const IMAGE = 'localstack/localstack:4.14.0';
export const SERVICES = 'sts,iam,cloudwatch,logs,events,sns,sqs';
/** The image under a name of its own, so that a test sees its own containers alone. */
export interface OwnImage {
  /** For `command`. */
  environment: NodeJS.ProcessEnv;
  name: string;
  containers(): ReturnType<ContainerRuntimeClient['container']['list']>;
  /** Tells `happened` of every start and end of a container of it; resolves to what ends that. */
  watch(happened: (action: string) => void): Promise<() => void>;
  remove(): Promise<unknown>;
}

/** Names it, or what lines of a Dockerfile make of it. */
export async function ownImage(...lines: readonly string[]): Promise<OwnImage> {
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const name = `breakglass-drill-test/${randomUUID()}:1`;
  await withFolder(async (folder) => {
    writeFileSync(join(folder, 'Dockerfile'), [`FROM ${IMAGE}`, ...lines].join('\n'));
    await GenericContainer.fromDockerfile(folder).build(name, { deleteOnExit: false });
  });
  return {
    environment: { LOCALSTACK_IMAGE: name },
    name,
    containers: async () => (await dockerode.listContainers({ all: true })).filter(({ Image }) => Image === name),
    watch: async (happened) => {
      const events = (await dockerode.getEvents({
        filters: { type: ['container'], image: [name], event: ['start', 'die'] },
      })) as Readable;
      events.on('data', (line: Buffer) => happened((JSON.parse(line.toString('utf8')) as { Action: string }).Action));
      return () => void events.destroy();
    },
    remove: () => dockerode.getImage(name).remove({ force: true }),
  };
}
