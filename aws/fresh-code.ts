/** Sends again what brings something that works once: with another code off the device, or another ticket. */
import { ATTEMPTS } from './retries.js';
import { isWayFault } from './way-faults.js';

/** Sends with the first code, and after each fault of the way with the next. Throws the last fault. */
export async function withFreshCode<Code, T>(
  first: Code,
  next: () => Promise<Code>,
  send: (code: Code) => Promise<T>,
): Promise<T> {
  let code = first;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(code);
    } catch (error) {
      if (attempt >= ATTEMPTS || !isWayFault(error)) throw error;
      code = await next();
    }
  }
}
