/** LocalStack in a container: published to this machine alone, waited for until it answers, and removed whatever happens. */
import { isIP } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import type * as testcontainers from 'testcontainers';
import type { ContainerRuntimeClient } from 'testcontainers';
import { wallClock } from '../../base/clock.js';
import { isCodedError, usageError } from '../../base/errors.js';
import { redact } from '../../base/redaction.js';
import type { Opening } from './index.js';
import { createRemovals } from './removals.js';
import { uuid } from '../../base/ids.js';
import { systemRandom } from '../../base/random.js';

/** The last image that asks for no token. */
const IMAGE = 'localstack/localstack:4.14.0';
const PORT = '4566/tcp';
/** What a drill needs of it; loaded at the start, so that the health answer tells which of them cannot be. */
const SERVICES = ['sts', 'iam', 'cloudwatch', 'logs', 'events', 'sns', 'sqs'];
/** Milliseconds. */
const LONGEST_START = 120_000;
const LONGEST_ANSWER = 2_000;
const POLL = 250;
/** With which LocalStack ends where its licence cannot be activated. */
const UNLICENSED = 55;

/** What is used of the package; it is no dependency: whoever drills elsewhere need not have it. */
export type Testcontainers = Pick<
  typeof testcontainers,
  'getContainerRuntimeClient' | 'getReaper' | 'ImageName' | 'LABEL_TESTCONTAINERS_SESSION_ID'
>;
type HostIps = ContainerRuntimeClient['info']['containerRuntime']['hostIps'];
type Container = ReturnType<ContainerRuntimeClient['container']['getById']>;

/** One that answers, with every service that a drill needs. */
export interface LocalstackContainer {
  url: string;
  /** Removes it. Never rejects: says if it could not. */
  remove(): Promise<void>;
}

/** Starts one. Throws a usage error, or the reason of the signal; then nothing is left behind. */
export async function startLocalstack(
  { progress, signal, ledger, provide }: Pick<Opening, 'progress' | 'signal' | 'ledger' | 'provide'>,
  environment: NodeJS.ProcessEnv,
  load: () => Promise<Testcontainers> = () => import('testcontainers'),
): Promise<LocalstackContainer> {
  const { LOCALSTACK_AUTH_TOKEN: token = '', LOCALSTACK_IMAGE: named = '' } = environment;
  const image = named === '' ? IMAGE : named;
  const { make, removeAll } = createRemovals(ledger, progress);
  try {
    const { docker, labels } = await ready(image, load, signal);
    const { host, hostIps } = docker.info.containerRuntime;
    const address = publishedOn(hostIps);
    const name = `breakglass-drill-${uuid(systemRandom)}`;
    provide({ removeContainer: (id) => removeContainer(docker.container.getById(id)) });
    const definition = {
      name,
      Image: image,
      Env: [
        `SERVICES=${SERVICES.join()}`,
        'EAGER_SERVICE_LOADING=1',
        'DISABLE_EVENTS=1',
        ...(token === '' ? [] : [`LOCALSTACK_AUTH_TOKEN=${token}`]),
      ],
      ExposedPorts: { [PORT]: {} },
      Labels: labels,
      HostConfig: {
        PortBindings: { [PORT]: [{ ...(address === undefined ? {} : { HostIp: address }), HostPort: '0' }] },
      },
    };
    // By its name: its id is known only when it is there.
    const container = await make(`the container ${name}`, { kind: 'container', parameters: { name } }, () =>
      docker.container.create(definition),
    );
    signal?.throwIfAborted();
    await docker.container.start(container);
    return {
      url: await untilItAnswers(container, {
        image,
        token,
        host: address ?? host,
        hostIps,
        ...(signal ? { signal } : {}),
      }),
      remove: removeAll,
    };
  } catch (error) {
    await removeAll();
    signal?.throwIfAborted();
    throw isCodedError(error)
      ? error
      : usageError(
          `${image} could not be started: ${inOneLine(redact(messageOf(error), [token]))}`,
          `See whether it starts with: docker run --rm ${image}`,
        );
  }
}

/** Docker, which has the image, and the labels by which testcontainers tidies up. */
async function ready(
  image: string,
  load: () => Promise<Testcontainers>,
  signal?: AbortSignal,
): Promise<{ docker: ContainerRuntimeClient; labels: Record<string, string> }> {
  const loaded = await load().catch(() => {
    throw usageError(
      'the package testcontainers is not installed',
      'npm install testcontainers@11, or drill an emulator that is running with --endpoint.',
    );
  });
  const docker = await unlessStopped(loaded.getContainerRuntimeClient(), signal).catch(() => {
    throw usageError(
      'no Docker answers here',
      'Start it or set DOCKER_HOST, or drill an emulator that is running with --endpoint.',
    );
  });
  await pull(docker, loaded.ImageName.fromString(image), signal);
  const { sessionId } = await unlessStopped(loaded.getReaper(docker), signal).catch((error: unknown) => {
    throw usageError(
      `testcontainers could not start what tidies up after it: ${inOneLine(messageOf(error))}`,
      'Set TESTCONTAINERS_RYUK_DISABLED=true: the drill removes its container itself.',
    );
  });
  return { docker, labels: { [loaded.LABEL_TESTCONTAINERS_SESSION_ID]: sessionId } };
}

/** A pull cannot be called back: whoever stops the drill does not wait for its end. */
async function pull(
  docker: ContainerRuntimeClient,
  name: testcontainers.ImageName,
  signal?: AbortSignal,
): Promise<void> {
  const hint = `See why with: docker pull ${name.string}. LOCALSTACK_IMAGE may name one that is here.`;
  await unlessStopped(docker.image.pull(name), signal).catch((error: unknown) => {
    throw usageError(`the image ${name.string} cannot be pulled: ${inOneLine(messageOf(error))}`, hint);
  });
  // Docker tells only in its progress that a pull failed half way.
  if (!(await docker.image.exists(name))) throw usageError(`the image ${name.string} cannot be pulled`, hint);
}

function unlessStopped<T>(work: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return work;
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, stopped]);
}

/** Address on which nobody but this machine reaches it; `undefined` where Docker is on another, which must publish for us. */
export function publishedOn(hostIps: HostIps): string | undefined {
  const here = hostIps.filter(({ address }) => address === '::1' || address.startsWith('127.'));
  return here.length === hostIps.length ? (here.find(({ family }) => family === 4) ?? here[0])?.address : undefined;
}

interface Waiting {
  image: string;
  token: string;
  host: string;
  hostIps: HostIps;
  signal?: AbortSignal;
}

/** Its URL, as soon as it answers that every service is there. */
async function untilItAnswers(container: Container, { image, token, host, hostIps, signal }: Waiting): Promise<string> {
  const deadline = wallClock.now() + LONGEST_START;
  for (;;) {
    const { State: state, NetworkSettings: network } = await container.inspect();
    if (!state.Running)
      throw endedEarly({
        image,
        exitCode: state.ExitCode,
        log: redact(await logOf(container), [token]),
        licensed: token !== '',
      });
    const port = portOf(network.Ports[PORT] ?? [], hostIps);
    const url = `http://${isIP(host) === 6 ? `[${host}]` : host}:${port ?? ''}`;
    const states = port === undefined ? undefined : await healthAt(url, signal);
    if (states && allThere(states)) return url;
    if (wallClock.now() > deadline)
      throw usageError(
        `${image} did not answer in ${LONGEST_START / 1000} s: ${lastLine(redact(await logOf(container), [token]))}`,
        `See whether it starts with: docker run --rm ${image}`,
      );
    await wallClock.sleep(POLL, signal);
  }
}

/** Docker may have given each family of addresses a port of its own. */
export function portOf(
  bindings: readonly { HostIp: string; HostPort: string }[],
  hostIps: HostIps,
): string | undefined {
  const fitting = hostIps
    .map(({ family }) => bindings.find(({ HostIp }) => isIP(HostIp) === family))
    .find((found) => found !== undefined);
  return (fitting ?? bindings[0])?.HostPort;
}

/** Whether everything that a drill needs is there by the health answer. Throws a usage error for what will never be: it leaves the gateway up, and is said here alone. */
export function allThere(states: Readonly<Record<string, string>>): boolean {
  const lacking = SERVICES.filter((service) => ['error', 'disabled', undefined].includes(states[service]));
  if (lacking.length > 0)
    throw usageError(
      `LocalStack does not have what a drill needs: ${lacking.map((service) => `${service} is ${states[service] ?? 'absent'}`).join(', ')}`,
      `Use the image ${IMAGE}.`,
    );
  return SERVICES.every((service) => ['running', 'available'].includes(states[service] ?? ''));
}

/** States of services; `undefined` while nothing answers. */
async function healthAt(url: string, signal?: AbortSignal): Promise<Record<string, string> | undefined> {
  const patience = AbortSignal.timeout(LONGEST_ANSWER);
  try {
    const answer = await fetch(`${url}/_localstack/health`, {
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    return answer.ok ? ((await answer.json()) as { services?: Record<string, string> }).services : undefined;
  } catch {
    return undefined;
  }
}

/** What an image that ended at once said about it. */
export function endedEarly({
  image,
  exitCode,
  log,
  licensed,
}: {
  image: string;
  exitCode: number;
  log: string;
  licensed: boolean;
}): Error {
  if (exitCode !== UNLICENSED && !/licen[cs]e activation failed/i.test(log))
    return usageError(
      `${image} ended with exit code ${exitCode} before it answered: ${lastLine(log)}`,
      `See whether it starts with: docker run --rm ${image}`,
    );
  if (!licensed)
    return usageError(
      `${image} needs LOCALSTACK_AUTH_TOKEN`,
      `Set it, or leave LOCALSTACK_IMAGE out: ${IMAGE} needs none.`,
    );
  const [, reason = log] = /following reason:\s*([^\n]+)/i.exec(log) ?? [];
  return usageError(
    `${image} was not satisfied with the LOCALSTACK_AUTH_TOKEN that is set: ${lastLine(reason)}`,
    `Set another, or leave LOCALSTACK_IMAGE out: ${IMAGE} needs none.`,
  );
}

/** Its last lines; nothing where its log cannot be read. */
async function logOf(container: Container): Promise<string> {
  try {
    return textOfLog(await container.logs({ stdout: true, stderr: true, tail: 50 }));
  } catch {
    return '';
  }
}

/** The text in Docker's frames: before each are eight bytes, the last four of which say how long it is. */
export function textOfLog(frames: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0, end = 0; at + 8 <= frames.length; at = end) {
    end = at + 8 + frames.readUInt32BE(at + 4);
    parts.push(frames.subarray(at + 8, end));
  }
  return Buffer.concat(parts).toString('utf8');
}

function lastLine(log: string): string {
  return inOneLine(log.trimEnd().split('\n').at(-1) ?? '') || 'it logged nothing';
}

/** Shortened, without what a terminal would obey. */
function inOneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/^\(HTTP code \d+\) [\w ]+ - /, '');
}

/** Somebody else may have removed it. */
async function removeContainer(container: Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch((error: unknown) => {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  });
}
