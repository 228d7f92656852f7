/** Sends again what brings something that works once: with another code off the device, or another ticket. */
import { ATTEMPTS } from './retries.js';
import type { Transport } from './transport.js';
import { isWayFault } from './way-faults.js';

/** What is sent, and what it brings. */
export interface WithCode<Code, T> {
  first: Code;
  next(): Promise<Code>;
  send(code: Code): Promise<T>;
}

/** Sends with the first code, and after each fault of the way with the next, as often and after such waits as `transport` sends again. Throws the last fault. */
export async function withFreshCode<Code, T>(
  { again }: Pick<Transport, 'again'>,
  { first, next, send }: WithCode<Code, T>,
  signal?: AbortSignal,
): Promise<T> {
  let code = first;
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(code);
    } catch (error) {
      if (!again || attempt >= ATTEMPTS || !isWayFault(error)) throw error;
      await again(attempt, signal);
      code = await next();
    }
  }
}
