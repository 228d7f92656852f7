/** What one deployment changed, and what the endpoint did not take. */
import { canonicalJson } from '../../base/canonical-json.js';
import type { Json } from '../../base/canonical-json.js';
import { describeError } from '../../base/errors.js';
import { documentOf } from '../../organization/documents.js';
import type { Statements } from '../../organization/model.js';
import { notImplemented } from '../missing-operations.js';
import { isWayFault } from '../way-faults.js';

/** One call that changed something. */
export interface Change {
  /** Name of the account, or `organization`. */
  where: string;
  what: string;
}

/** Something of the document that the endpoint does not hold now. */
export interface NotDeployed extends Change {
  why: string;
  /** True if it should have been possible; false for what no call makes, or what the endpoint does not have. */
  refused: boolean;
}

export interface Deployment {
  /** Makes a change; what is refused is noted. True if it was made. Rejects only when aborted. */
  change(where: string, what: string, send: () => Promise<unknown>): Promise<boolean>;
  /** Looks at what is there; a refusal is noted. True if it could be read. Rejects only when aborted. */
  read(where: string, what: string, look: () => Promise<void>): Promise<boolean>;
  /** Notes what no call can make. */
  leaveOut(where: string, what: string, why: string): void;
  changes: readonly Change[];
  notDeployed: readonly NotDeployed[];
  /** True if a fault of the way left open what was made, or what was to be taken away was gone: another look would tell. */
  isOpen(): boolean;
}

/** What a service says of something that is not there. */
const GONE = /NoSuchEntity|NotFound|NotAttached|NonExistent|DoesNotExist/i;

/** A deployment that has changed nothing yet; `progress` is told of each change before it is made. */
export function createDeployment(progress: (change: Change) => void, signal?: AbortSignal): Deployment {
  const changes: Change[] = [];
  const notDeployed: NotDeployed[] = [];
  let open = false;
  const attempt = async (where: string, what: string, send: () => Promise<unknown>): Promise<boolean> => {
    signal?.throwIfAborted();
    try {
      await send();
      return true;
    } catch (error) {
      signal?.throwIfAborted();
      open ||= isWayFault(error) || GONE.test((error as { name?: string }).name ?? '');
      const absent = notImplemented(error);
      notDeployed.push({ where, what, why: absent ?? describeError(error), refused: absent === undefined });
      return false;
    }
  };
  return {
    changes,
    notDeployed,
    isOpen: () => open,
    leaveOut: (where, what, why) => void notDeployed.push({ where, what, why, refused: false }),
    read: attempt,
    change: async (where, what, send) => {
      progress({ where, what });
      const made = await attempt(where, what, send);
      if (made) changes.push({ where, what });
      return made;
    },
  };
}

/** True for the same content, however its members are ordered. */
export function same(left: unknown, right: unknown): boolean {
  return canonicalJson((left ?? null) as Json) === canonicalJson((right ?? null) as Json);
}

/** True for policies that AWS stores alike: labels of statements without a Sid are ours. */
export function sameStatements(left: Statements, right: Statements): boolean {
  return same(documentOf(left), documentOf(right));
}

/** The policy document as calls take it. */
export function policyText(statements: Statements): string {
  return JSON.stringify(documentOf(statements));
}
