/** Bytes that are no HTTP, over a socket of their own. */
import { connect } from 'node:net';
import type { Random } from '../../../base/random.js';
import { pick } from './request.js';

const HEAD = 'POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n';

/** What is sent, and whether the client hangs up after it. */
const kinds: readonly (() => string)[] = [
  () => 'GARBAGE\r\n\r\n',
  () => `${HEAD}Content-Length: 100\r\n\r\nshort`,
  () => `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n`,
  () => `${HEAD}Transfer-Encoding: chunked\r\n\r\nZZ\r\nbroken\r\n`,
  () => `${HEAD}X-Long: ${'x'.repeat(40_000)}\r\n\r\n`,
  () => `${HEAD}Bad Header\r\n\r\n`,
  () => `${HEAD}Authorization: a\u0000b\r\n\r\n`,
  () => `${HEAD}Content-Length: -1\r\n\r\n`,
  () => `POST / HTTP/9.9\r\nHost: x\r\n\r\n`,
  () => `${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx`,
  () => `${HEAD}Expect: the-unexpected\r\nContent-Length: 0\r\n\r\n`,
  () => 'POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n',
  () => 'TRACE / HTTP/1.1\r\nHost: x\r\n\r\n',
  () => 'POST / HTTP/1.0\r\nContent-Length: 0\r\n\r\n',
  () => `${HEAD}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
  () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
];

/** Sends one of them; gives what was answered until the connection ended. */
export function sendRaw(endpoint: string, random: Random): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  const bytes = Buffer.from(pick(random, kinds)(), 'latin1');
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ host: hostname, port: Number(port) }, () => socket.end(bytes));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => (answer += chunk));
    // A server may hang up on what is no HTTP.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

/** What is wrong with the answer; `undefined` if it is none at all, or an error. */
export function problemOfRaw(answer: string): string | undefined {
  return answer === '' ||
    /^HTTP\/1\.1 4\d\d [^\r\n]+\r\n(?:[A-Za-z-]+: [^\r\n]*\r\n)+\r\n\{"message":"[^"]+"\}$/.test(answer) ||
    /^HTTP\/1\.1 4\d\d [\s\S]*<ErrorResponse/.test(answer)
    ? undefined
    : `an answer to what is no HTTP: ${answer.slice(0, 300)}`;
}
