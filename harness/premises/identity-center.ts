/** IAM Identity Center fails: its access portal and its API answer nobody, whatever the directory behind it does. */
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
      undo: ({ file, organization }) => ({
        kind: 'identity-center',
        parameters: { person: file.reader.person, directory: organization.identityCenter.directory },
      }),
    };
  },
};
