/** IAM Identity Center fails: its access portal and its API answer nobody, whatever the directory behind it does. */
import { signIn } from '../../aws/federated-sign-in.js';
import { ordinarySignIn } from '../drill/planned-calls.js';
import type { Premise } from '../drill/premise.js';

/** Premises about IAM Identity Center. */
export const identityCenter = {
  /** Portal and API are dead. Undone when a sign-in reaches the portal again. */
  down(): Premise {
    return {
      title: 'IAM Identity Center is down',
      how: 'its access portal and its API answer every request with an error',
      finish: 'Start Identity Center again and open the access portal once.',
      preparation: () => ordinarySignIn,
      begin: (context) => context.target.take('identity-center'),
      end: async (context) => {
        await context.target.giveBack('identity-center');
        const { transport } = context.connection('premise');
        const answer = await signIn(
          transport,
          context.organization.identityCenter.directory,
          context.file.reader.person,
        );
        if (!answer.ok) throw new Error(`the access portal still fails: ${answer.message}`);
      },
    };
  },
};
