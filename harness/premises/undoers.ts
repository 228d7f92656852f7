/** How premises are taken back, and how it is made sure that they are. */
import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import { createClients } from '../../aws/clients.js';
import { roleCredentials, signIn, signInAtIdentityProvider } from '../../aws/federated-sign-in.js';
import type { Directory } from '../../aws/federated-sign-in.js';
import type { Undoers } from '../drill/change.js';

/** Undoers of premises. */
export const premiseUndoers: Undoers = {
  /** An identity provider that knows nobody here, and says so, is back as well. */
  'identity-provider': async ({ person = '' }, port) => {
    await port.giveBack('identity-provider');
    const answer = await signInAtIdentityProvider(port.ordinary().transport, person);
    if (!answer.ok && answer.statusCode >= 500) throw new Error(`sign-in still fails: ${answer.message}`);
  },
  'identity-center': async ({ person = '', directory = '' }, port) => {
    await port.giveBack('identity-center');
    const answer = await signIn(port.ordinary().transport, directory as Directory, person);
    if (!answer.ok) throw new Error(`the access portal still fails: ${answer.message}`);
  },
  /** Nothing was switched off: a federated session must act as before. */
  'federated-read': async ({ person = '', directory = '', permissionSet = '', account = '' }, port) => {
    const options = port.ordinary();
    const token = await signIn(options.transport, directory as Directory, person);
    if (!token.ok) throw new Error(`"${person}" cannot sign in: ${token.message}`);
    const credentials = await roleCredentials(options, token.value, account, permissionSet);
    await createClients(options, credentials).iam().send(new GetAccountSummaryCommand({}));
  },
  people: (_parameters, port) => Promise.resolve(port.readmit()),
};
