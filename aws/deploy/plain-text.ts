/** What an emulator tells its owner and AWS has no such path for. */
import { isCodedError } from '../../base/errors.js';
import type { Transport } from '../transport.js';

/** The text at a path; `undefined` where there is none, which some emulators say with an error of the service. */
export async function plainText(transport: Transport, target: string): Promise<string | undefined> {
  try {
    const answer = await transport.send({ method: 'GET', target, headers: {}, body: new Uint8Array(0) });
    return answer.statusCode === 200 ? Buffer.from(answer.body).toString('utf8') : undefined;
  } catch (error) {
    if (isCodedError(error) && error.code === 'BG_SERVICE_ERROR') return undefined;
    throw error;
  }
}
