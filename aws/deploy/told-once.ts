/** Makes what its answer alone tells, such as a secret. */
import { isWayFault } from '../way-faults.js';

/** How often something is made again whose answer was lost. */
const TIMES = 3;

/** If the answer is lost to a fault of the way, whatever was made is taken away, and it is made anew: nobody could use what is there. */
export async function toldOnce<T>(make: () => Promise<T>, takeAway: () => Promise<void>): Promise<T> {
  for (let time = 1; ; time++) {
    try {
      return await make();
    } catch (error) {
      if (!isWayFault(error)) throw error;
      await takeAway();
      if (time >= TIMES) throw error;
    }
  }
}
