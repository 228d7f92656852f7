/** What a child process says next. */
import type { ChildProcess } from 'node:child_process';

/** Its next message. Rejects if it ends before. */
export function nextMessage<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    const tooEarly = (code: number | null): void =>
      reject(new Error(`a server ended with ${code ?? 'a signal'} before it answered`));
    child.once('exit', tooEarly);
    child.once('message', (message) => {
      child.off('exit', tooEarly);
      resolve(message as T);
    });
  });
}
