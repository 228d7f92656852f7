/** Changes of a target that are taken back: what will be undone is on disk before it is done. */

/** A change of the target that must be taken back. */
export interface Change {
  scenario: string;
  /** What is changed, in words for the report. */
  what: string;
  /** What a person does to finish the job if the drill cannot. */
  finish: string;
  apply(): Promise<void>;
  /** Takes the change back and makes sure that it is back. Throws if it is not. Must be harmless if `apply` never happened. */
  undo(): Promise<void>;
}
