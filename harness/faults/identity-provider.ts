/** The identity provider fails: nobody can sign in who does not hold a session already. */
import { signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import type { Premise } from '../premises.js';

/** Premises about the external identity provider. */
export const identityProvider = {
  /** It answers nobody. Undone when a sign-in works again. */
  down(): Premise {
    return {
      title: 'The identity provider is down',
      how: 'its sign-in answers every request with an error',
      finish: 'Start the identity provider again and sign in once.',
      begin: (context) => context.target.take('identity-provider'),
      end: async (context) => {
        await context.target.giveBack('identity-provider');
        const { transport } = context.connection('premise');
        const answer = await signInAtIdentityProvider(transport, context.file.reader.person);
        // An identity provider that knows nobody here, and says so, is back as well.
        if (!answer.ok && answer.statusCode >= 500) throw new Error(`sign-in still fails: ${answer.message}`);
      },
    };
  },
};
