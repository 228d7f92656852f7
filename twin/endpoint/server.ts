/** The twin over HTTP on 127.0.0.1, with a control endpoint beside it. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VirtualClock } from '../../base/clock.js';
import { usageError } from '../../base/errors.js';
import type { WireRequest, WireResponse } from '../../base/http.js';
import { MAX_BODY } from '../wire/limits.js';
import { control, plainError } from './control.js';
import type { Faults } from './faults.js';

const HOST = '127.0.0.1';
/** Where the control endpoint begins. */
const CONTROL = '/_control';

/** What is served: whatever answers requests and takes faults as the twin does. */
interface Answering {
  answer(request: WireRequest, sourceIp?: string): WireResponse | Promise<WireResponse>;
  faults: Pick<Faults, 'rules' | 'set'>;
}

export interface ServedTwin {
  /** `http://127.0.0.1:PORT`. */
  endpoint: string;
  /** Base of the control endpoint: see `control.ts`. */
  control: string;
  close(): Promise<void>;
}

/** Serves a twin. Throws a usage error if the port is taken or is none. `port` 0 takes any free one. */
export async function serveTwin(twin: Answering, clock: VirtualClock, port = 0): Promise<ServedTwin> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw usageError(`${port} is not a port`, 'A port is a whole number from 0 to 65535.');
  const serve = (message: IncomingMessage, response: ServerResponse): void => {
    receive(message)
      .then(
        (request) => answer(twin, clock, request),
        () => plainError(400, 'The request could not be read.'),
      )
      .then((result) => send(response, result))
      // Whoever asked for it, the connection ends without an answer.
      .catch(() => response.destroy());
  };
  // Whoever leaves the host out, or expects what no service knows, is told so by the service.
  const server = createServer({ requireHostHeader: false }, serve).on('checkExpectation', serve);
  // What is no HTTP reaches no service.
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const [status, message] =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'The request headers are too large.']
        : ['400 Bad Request', 'The request could not be read.'];
    socket.end(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n${JSON.stringify({ message })}`,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        usageError(
          `cannot listen on port ${port}: ${error.code === 'EADDRINUSE' ? 'it is in use' : String(error.code)}`,
          'Name another port, or 0 for any free one.',
        ),
      );
    });
    server.listen(port, HOST, resolve);
  });
  const endpoint = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    control: `${endpoint}${CONTROL}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The whole request. Rejects if the client ends it too early. Of a body that is too large a part comes that is too large as well. */
function receive(message: IncomingMessage): Promise<WireRequest> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // Read to the end, so that the client hears the answer, but keep nothing more.
      if (size <= MAX_BODY) chunks.push(chunk);
    });
    message.once('error', reject);
    message.once('end', () =>
      resolve({
        method: message.method ?? 'GET',
        target: message.url ?? '/',
        headers: headersOf(message),
        body: size > MAX_BODY ? TOO_LARGE : bodyOf(chunks),
      }),
    );
  });
}

const TOO_LARGE = new Uint8Array(MAX_BODY + 1);

/** Values of a header that comes several times are joined as signatures join them, by a comma alone. */
function headersOf({ headers, headersDistinct }: IncomingMessage): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name] ?? '';
    const distinct = headersDistinct[name] ?? [];
    // Of some headers the first alone counts.
    const joins = Array.isArray(value) || value === distinct.join(', ');
    found[name] = joins ? distinct.join(',') : value;
  }
  return found;
}

function bodyOf(chunks: readonly Buffer[]): Uint8Array {
  const [only, ...more] = chunks;
  return only && more.length === 0
    ? new Uint8Array(only.buffer, only.byteOffset, only.length)
    : new Uint8Array(Buffer.concat(chunks));
}

function answer(twin: Answering, clock: VirtualClock, request: WireRequest): WireResponse | Promise<WireResponse> {
  return request.target.startsWith(`${CONTROL}/`)
    ? control(twin.faults, clock, { ...request, target: request.target.slice(CONTROL.length) })
    : twin.answer(request, HOST);
}

function send(response: ServerResponse, result: WireResponse): void {
  response.writeHead(result.statusCode, { ...result.headers, 'content-length': String(result.body.length) });
  response.end(result.body);
}
