/** Drills of a real LocalStack, played as a user plays them: by the command line. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { expect } from 'chai';
import { GenericContainer, getContainerRuntimeClient } from 'testcontainers';
import type { ContainerRuntimeClient } from 'testcontainers';
import type { DrillResult } from '../../reports/result.js';
import { withFolder } from '../drill.js';

export const IMAGE = 'localstack/localstack:4.14.0';
export const SERVICES = 'sts,iam,cloudwatch,logs,events,sns,sqs';
/** Alarms are evaluated in real time. */
export const SHORT_PERIODS = ['--overlay', 'examples/ci/short-periods.yaml'];

export interface Ended {
  code: number | null;
  err: string;
}

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
      const events = (await dockerode.getEvents({ filters: { type: ['container'], image: [name], event: ['start', 'die'] } })) as Readable;
      events.on('data', (line: Buffer) => happened((JSON.parse(line.toString('utf8')) as { Action: string }).Action));
      return () => void events.destroy();
    },
    remove: () => dockerode.getImage(name).remove({ force: true }),
  };
}

/** The command line; `seen` is told of every text on standard error and may act on the process. */
export function command(args: readonly string[], seen: (text: string, stop: () => void) => void = () => undefined, environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['dist/cli/entry.js', ...args], { env: { ...process.env, NO_COLOR: '1', ...environment } });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString('utf8');
      seen(err, () => child.kill('SIGINT'));
    });
    child.stdout.resume();
    child.on('close', (code) => resolve({ code, err }));
  });
}

/** Plays a drill; its result, exit code and what it said. */
export function play(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended & { result: DrillResult }> {
  return withFolder(async (output) => {
    const ended = await command(['run', '--output', output, ...args], undefined, environment);
    const [folder = ''] = readdirSync(output);
    expect(folder, ended.err).to.not.equal('');
    return { ...ended, result: JSON.parse(readFileSync(join(output, folder, 'result.json'), 'utf8')) as DrillResult };
  });
}
