/** What a rule is: a question about the configuration of an organization, answered from what was read and declared. Pure. */
import type { Part, Snapshot } from '../../aws/snapshot/snapshot.js';
import type { Organization } from '../../organization/model.js';
import type { Evidence } from '../../reports/result.js';
import type { FindingCode } from '../causes/explanation.js';
import type { DrillFile } from './drill-file.js';

/** Everything that a rule may look at. */
export interface Inspected {
  /** As it was read through the API. */
  snapshot: Snapshot;
  /** The organization document: people, custody, what is expected of guardrails. */
  declared: Organization;
  file: DrillFile;
  /** Milliseconds since 1970 on the clock of the target. */
  now: number;
}

/** One cause that a rule found. */
export interface Problem {
  /** Of the rule's own code unless it says otherwise. */
  code?: FindingCode;
  /** One sentence without a full stop; a probe that sees the same says the same. */
  cause: string;
  /** Names of the accounts that have it; none for what belongs to no account. */
  accounts: readonly string[];
}

/** One rule. `id` is its row in the catalogue of ways in which break-glass access fails. */
export interface Rule {
  id: string;
  /** What is wrong when it finds something, in a few words. */
  title: string;
  code: FindingCode;
  inspect(inspected: Inspected): Problem[];
}

/** Rules about one subject, asked together. */
export interface Subject {
  id: string;
  rules: readonly Rule[];
  /** What its rules look at: if some of it could not be read, finding nothing is no proof. */
  reads: readonly Part[];
  evidence: Extract<Evidence, 'evaluated' | 'declared'>;
  /** Names of the accounts that it looks at; all, if absent. What could not be read in another account is nothing to it. */
  looksAt?(inspected: Inspected): readonly string[];
  /** What is told beside the verdict, whatever it is; empty for nothing. */
  listing?(inspected: Inspected): string;
}
