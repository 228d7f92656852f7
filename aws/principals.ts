/** Whose a key is. Sessions are learned from the answers that issue them, so that nobody can forget to tell. Holds ids of keys, never keys. */
import type { WireRequest, WireResponse } from '../base/http.js';
import type { Call } from './call.js';

/** Somebody who signs requests. */
export interface Principal {
  /** Id of the account. */
  account: string;
  /** `user/NAME`, `role/PATH/NAME` or `permission-set/NAME`. */
  name: string;
}

export interface Principals {
  /** Tells whose a long-term key is. */
  know(accessKeyId: string, principal: Principal): void;
  of(accessKeyId: string | undefined): Principal | undefined;
  /** Learns whose session an answer issues. */
  learn(call: Call, caller: Principal | undefined, request: WireRequest, answer: WireResponse): void;
}

/** Nobody known yet. */
export function createPrincipals(): Principals {
  const known = new Map<string, Principal>();
  return {
    know: (accessKeyId, principal) => void known.set(accessKeyId, principal),
    of: (accessKeyId) => (accessKeyId === undefined ? undefined : known.get(accessKeyId)),
    learn: (call, caller, request, answer) => {
      if (answer.statusCode !== 200) return;
      const session = sessionOf(call, caller, request);
      const issued = session && issuedKey(answer);
      if (session && issued !== undefined) known.set(issued, session);
    },
  };
}

/** Whom an operation that issues a session issues it for. */
function sessionOf(
  { operation, service, roleArn }: Call,
  caller: Principal | undefined,
  request: WireRequest,
): Principal | undefined {
  if (operation === 'GetSessionToken') return caller;
  if (roleArn !== undefined) return roleOf(roleArn);
  if (service === 'access-portal' && request.target.startsWith('/federation/credentials')) {
    const asked = new URLSearchParams(request.target.split('?', 2)[1]);
    return { account: asked.get('account_id') ?? '', name: `permission-set/${asked.get('role_name') ?? ''}` };
  }
  if (service === 'sign-in' && operation === '/sign-in/switch-role') {
    const { account = '', role = '' } = bodyOf(request);
    return { account, name: `role${role}` };
  }
  return undefined;
}

/** A role as a principal, from its ARN. */
export function roleOf(arn: string): Principal {
  const [, , , , account = '', ...resource] = arn.split(':');
  return { account, name: resource.join(':') };
}

function bodyOf(request: WireRequest): Partial<Record<string, string>> {
  try {
    return JSON.parse(Buffer.from(request.body).toString('utf8')) as Partial<Record<string, string>>;
  } catch {
    return {};
  }
}

/** The id of the first key in an answer, as XML or as JSON has it. */
function issuedKey({ body }: WireResponse): string | undefined {
  return /(?:<AccessKeyId>|"accessKeyId"\s*:\s*")([A-Z0-9]{16,128})/.exec(Buffer.from(body).toString('utf8'))?.[1];
}
