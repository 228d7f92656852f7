/** The identity provider fails: nobody can sign in who does not hold a session already. */
import { asReader, ordinarySignIn } from '../drill/planned-calls.js';
import type { Premise } from '../drill/premise.js';

/** Premises about the external identity provider. */
export const identityProvider = {
  /** It signs in whoever an attacker names. Nothing is switched off; undone when a federated session can act again. */
  hostile(): Premise {
    return {
      title: 'The identity provider is up and hostile',
      how: 'the drill signs in as everybody that it knows; nothing is switched off',
      finish: 'Sign in as the reader and read the account summary of the management account.',
      preparation: (file) => [...ordinarySignIn, ...asReader(file, ['iam:GetAccountSummary'])],
      begin: () => Promise.resolve(),
      undo: ({ file, inventory, organization }) => ({
        kind: 'federated-read',
        parameters: {
          ...file.reader,
          directory: organization.identityCenter.directory,
          account: inventory.managementAccountId,
        },
      }),
    };
  },

  /** It answers nobody. Undone when a sign-in works again. */
  down(): Premise {
    return {
      title: 'The identity provider is down',
      how: 'its sign-in answers every request with an error',
      finish: 'Start the identity provider again and sign in once.',
      preparation: () => ordinarySignIn,
      begin: (context) => context.target.take('identity-provider'),
      undo: ({ file }) => ({ kind: 'identity-provider', parameters: { person: file.reader.person } }),
    };
  },
};
