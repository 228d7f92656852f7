/** The shape of an operation that is not signed: sign-in at the identity provider and the console, the access portal. JSON in, JSON out. */
import type { Clock } from '../../../base/clock.js';
import type { Random } from '../../../base/random.js';
import type { Delivery } from '../../delivery/index.js';
import type { TwinComponent, TwinState } from '../../state/twin-state.js';

export interface PlainCall {
  state: TwinState;
  clock: Clock;
  random: Random;
  delivery: Delivery;
  sourceIp: string;
  query: URLSearchParams;
  /** What follows the path of an open operation; empty for others. */
  rest: string;
  headers: Readonly<Record<string, string>>;
  body: Readonly<Record<string, unknown>>;
}

export interface PlainOperation {
  method: 'GET' | 'POST';
  path: string;
  /** True if something follows the path: the rest of it, after a slash, is what is asked about. */
  open?: boolean;
  /** While this is taken away the operation answers 503 to everybody. */
  component: TwinComponent;
  run(call: PlainCall): PlainAnswer;
}

export interface PlainAnswer {
  statusCode: number;
  errorType?: string;
  content: Record<string, unknown>;
}

export function answer(content: Record<string, unknown>): PlainAnswer {
  return { statusCode: 200, content };
}

export function refusal(statusCode: number, errorType: string, message: string): PlainAnswer {
  return { statusCode, errorType, content: { message } };
}
