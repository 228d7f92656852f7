/** Makes what its answer alone tells, such as a secret or an id. */
import { ATTEMPTS } from './retries.js';
import { isWayFault } from './way-faults.js';

/** If the answer is lost to a fault of the way, whatever was made is taken away, and it is made anew, as often as anything is sent again. */
export async function toldOnce<T>(make: () => Promise<T>, takeAway: () => Promise<void>): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await make();
    } catch (error) {
      if (!isWayFault(error)) throw error;
      await takeAway();
      if (time >= ATTEMPTS) throw error;
    }
  }
}
