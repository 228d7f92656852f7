/** Says in one sentence what is missing where there is no Docker. */
import { getContainerRuntimeClient } from 'testcontainers';

export const mochaHooks = {
  beforeAll: async (): Promise<void> => {
    try {
      await getContainerRuntimeClient();
    } catch {
      process.stderr.write('test:localstack needs a Docker that answers: start it or set DOCKER_HOST.\n');
      process.exit(1);
    }
  },
};
