import type { Hands, Undo } from './hands.js';

/** A fault of a running organization, made by calls of the public API alone. */
export interface Fault {
  name: string;
  /** A sound change is no finding but that it is not as the document has it: it shows that its neighbour is found for the right reason. */
  direction: 'too-strict' | 'too-loose' | 'sound';
  /** Makes it, and gives what takes it back. */
  apply(hands: Hands): Promise<Undo>;
  /** Only as much of the drill as is about it. */
  scenarios: readonly string[];
  /** The finding that must be raised, each text that its cause must have, and the accounts that it must name, and no others. Nothing for a sound change, and for what leaves a check open alone. */
  expects?: { code: string; causes: readonly string[]; accounts: readonly string[] };
  /** What a check says that cannot be answered before somebody says where a drill comes from. */
  asks?: string;
  /** Nobody can give back what was there: it has an endpoint of its own. */
  apart?: true;
  /** Codes that are right beside it: other consequences that somebody has to know. */
  beside?: readonly string[];
}
