/** The LocalStack target: starts one in a container, writes the document into it, and removes it whatever happens. */
import type * as testcontainers from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { usageError } from '../../base/errors.js';
import { openEndpoint } from './endpoint.js';
import type { Opened, Opening } from './index.js';
import { noSecrets } from './secrets-file.js';

/** The last image that asks for no token. */
const IMAGE = 'localstack/localstack:4.14.0';
const PORT = 4566;
/** What a drill needs of it; loaded at the start, so that the health answer tells which of them cannot be. */
const SERVICES = 'sts,iam,cloudwatch,logs,events,sns,sqs';
/** Milliseconds. */
const LONGEST_START = 120_000;

/** Starts it, deploys, and opens it as an endpoint. Throws a usage error, and leaves nothing behind, if any of that fails. */
export async function openLocalstack(opening: Opening, environment: NodeJS.ProcessEnv = process.env): Promise<Opened> {
  opening.progress.step('Starting LocalStack');
  const container = await start(environment);
  try {
    opening.signal?.throwIfAborted();
    const url = `http://${container.getHost()}:${container.getMappedPort(PORT)}`;
    await checkHealth(url);
    const { target, organization } = await openEndpoint({ ...opening, choice: { ...opening.choice, deploy: true, secrets: noSecrets } }, url);
    const close = async (): Promise<void> => {
      await target.close();
      await container.stop();
    };
    return { target: { ...target, name: 'localstack', close }, organization };
  } catch (error) {
    await container.stop();
    throw error;
  }
}

/** The licensed image is used only by whoever has a token for it and names it. */
function imageOf({ LOCALSTACK_AUTH_TOKEN: token, LOCALSTACK_IMAGE: image }: NodeJS.ProcessEnv): { image: string; licence: Record<string, string> } {
  return token === undefined || token === '' ? { image: image ?? IMAGE, licence: {} } : { image: image ?? IMAGE, licence: { LOCALSTACK_AUTH_TOKEN: token } };
}

async function start(environment: NodeJS.ProcessEnv): Promise<StartedTestContainer> {
  const { GenericContainer, Wait } = await loadTestcontainers();
  const { image, licence } = imageOf(environment);
  try {
    return await new GenericContainer(image)
      .withEnvironment({ SERVICES, EAGER_SERVICE_LOADING: '1', DISABLE_EVENTS: '1', ...licence })
      .withExposedPorts(PORT)
      .withWaitStrategy(Wait.forHttp('/_localstack/health', PORT, { abortOnContainerExit: true }))
      .withStartupTimeout(LONGEST_START)
      .start();
  } catch (error) {
    throw notStarted(image, error instanceof Error ? error.message : String(error));
  }
}

/** It is no dependency of the package: whoever drills elsewhere need not have it. */
async function loadTestcontainers(): Promise<Pick<typeof testcontainers, 'GenericContainer' | 'Wait'>> {
  try {
    return await import('testcontainers');
  } catch {
    throw usageError('the package testcontainers is not installed', 'npm install testcontainers@11, or drill an emulator that is running with --endpoint.');
  }
}

function notStarted(image: string, message: string): Error {
  const [first = ''] = message.split('\n', 1);
  if (/container runtime strategy/i.test(message)) return usageError('no Docker answers here', 'Start it or set DOCKER_HOST, or drill an emulator that is running with --endpoint.');
  if (/exited/i.test(message)) return usageError(`${image} ended before it answered: ${first.slice(0, 200)}`, 'An image after 4.14.0 needs LOCALSTACK_AUTH_TOKEN.');
  return usageError(`${image} could not be started: ${first.slice(0, 200)}`, `Pull it with: docker pull ${image}`);
}

/** A service that cannot be loaded leaves the gateway up and says so here alone. */
async function checkHealth(url: string): Promise<void> {
  const answer = await fetch(`${url}/_localstack/health`);
  const { services = {} } = (await answer.json()) as { services?: Record<string, string> };
  const broken = SERVICES.split(',').filter((service) => !['running', 'available'].includes(services[service] ?? 'absent'));
  if (broken.length > 0) throw usageError(`LocalStack does not have what a drill needs: ${broken.map((service) => `${service} is ${services[service] ?? 'absent'}`).join(', ')}`, 'Use the image localstack/localstack:4.14.0.');
}
