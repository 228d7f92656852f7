/** Opens the target of a drill; each is one file in this folder. */
import type { Allowed } from '../../aws/allowed.js';
import { usageError } from '../../base/errors.js';
import type { Random } from '../../base/random.js';
import type { Organization } from '../../organization/model.js';
import type { DrillFile } from '../configuration/drill-file.js';
import type { UndoPort } from '../drill/change.js';
import type { Ledger } from '../drill/ledger.js';
import type { Progress } from '../drill/progress.js';
import type { TargetChoice } from './choice.js';
import { embeddedTarget } from './embedded.js';
import { openEndpoint } from './endpoint.js';
import type { Target } from '../drill/target.js';

/** What opening a target needs. */
export interface Opening {
  file: DrillFile;
  organization: Organization;
  choice: TargetChoice;
  random: Random;
  progress: Progress;
  /** Keeps what is made for the drill. */
  ledger: Ledger;
  /** What may be sent to open it. */
  allowed: Pick<Allowed, 'includes'>;
  /** Tells what can undo it. */
  provide(members: Partial<UndoPort>): void;
  signal?: AbortSignal;
}

/** An open target, and the organization with the ids that it has there. */
export interface Opened {
  target: Target;
  organization: Organization;
  /** The document with these ids, where the organization is what was read. */
  document?: Organization;
}

/** Opens it. Throws a usage error if it cannot be reached; then nothing is left behind. */
export async function openTarget(opening: Opening): Promise<Opened> {
  const { choice, organization, random } = opening;
  const { sourceIp } = opening.file.breakGlass.from ?? {};
  if (choice.name === 'embedded')
    return { target: embeddedTarget(organization, random, undefined, sourceIp), organization };
  if (choice.name === 'localstack') {
    // Loaded when it is asked for: containers are a large dependency that others need not have.
    const { openLocalstack } = await import('./localstack.js');
    return openLocalstack(opening);
  }
  if (choice.url === undefined)
    throw usageError(
      'the drill does not say which endpoint it is played on',
      'Name its URL with --endpoint, or in the drill file (endpoint.url).',
    );
  return openEndpoint(opening, choice.url);
}
