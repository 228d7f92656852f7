/** The LocalStack target: starts one in a container, writes the document into it, and removes it whatever happens. */
import { openEndpoint } from './endpoint.js';
import type { Opened, Opening } from './index.js';
import { startLocalstack } from './localstack-container.js';
import { noSecrets } from './secrets-file.js';

/** Starts it, deploys, and opens it as an endpoint. Throws a usage error, and leaves nothing behind, if any of that fails. */
export async function openLocalstack(opening: Opening, environment: NodeJS.ProcessEnv = process.env): Promise<Opened> {
  opening.progress.step('Starting LocalStack');
  const { url, remove } = await startLocalstack(opening, environment);
  try {
    const { target, ...opened } = await openEndpoint(
      { ...opening, choice: { ...opening.choice, deploy: true, secrets: noSecrets } },
      url,
    );
    const { LOCALSTACK_AUTH_TOKEN: token = '' } = environment;
    const close = async (): Promise<void> => {
      try {
        await target.close();
      } finally {
        await remove();
      }
    };
    return {
      target: { ...target, name: 'localstack', secrets: () => [...target.secrets(), token], close },
      ...opened,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
