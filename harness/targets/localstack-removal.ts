/** Removes a container that a drill started and did not remove, by its name. */
import { usageError } from '../../base/errors.js';

/** One that is gone already is removed. Throws a usage error where no Docker answers. */
export async function removeContainerNamed(name: string): Promise<void> {
  const { getContainerRuntimeClient } = await import('testcontainers').catch(() => {
    throw usageError('the package testcontainers is not installed', `Remove it with: docker rm --force ${name}`);
  });
  const docker = await getContainerRuntimeClient().catch(() => {
    throw usageError('no Docker answers here', `Remove it with: docker rm --force ${name}`);
  });
  await docker.container
    .getById(name)
    .remove({ force: true, v: true })
    .catch((error: unknown) => {
      if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    });
}
