/** The plan: everything that a drill will do beyond its preparation, frozen before it starts. The journal names its hash. */
import type { Acceptance } from './exception-result.js';
import type { CapabilityAnswer, Mode } from './result.js';

export interface DrillPlan {
  schema: 'breakglass-drill/plan/2';
  /** The drill that was stopped and that this one plays to its end: it takes over what that one answered. */
  resumes?: {
    /** Name of its folder. */
    folder: string;
    startedAt: string;
    /** SHA-256 of its journal.jsonl. */
    journalSha256: string;
    /** Certain items, and how many of them it answered. */
    items: { of: number; takenOver: number };
  };
  drill: {
    id: string;
    name: string;
    mode: Mode;
    target: string;
    seed: string;
    /** True for the drill that ships with the tool. */
    example: boolean;
    tool: { name: string; version: string };
    /** SHA-256 over drill file, organization document and overlays. */
    inputSha256: string;
  };
  capabilities: Record<string, boolean>;
  answers?: CapabilityAnswer[];
  /** Checks that must have a verdict: id of a scenario, or `scenario/check-id`. */
  required?: string[];
  /** Known findings that somebody accepts. */
  exceptions?: PlannedException[];
  organization: { id: string; name: string };
  /** Path and name of the break-glass role. */
  role: string;
  breakGlassUsers: string[];
  accounts: { id: string; name: string; ou: string }[];
  notTested: { id: string; name: string; reason: string; excluded: boolean }[];
  controls: { id: string; title: string }[];
  scenarios: { id: string; title: string; source: string; premises: string[]; checks: PlannedCheck[] }[];
  /** How often a call is sent at most that meets faults of the way: it counts once here, and may make more uses and messages. Absent in plans of a time when each was sent once. */
  attempts?: number;
  /** Calls by principal over all scenarios: how often each is made, or at most. */
  calls: { call: string; as: string; certainty: Certainty; times: number }[];
  /** Everything that will be done, an entry for items that are alike. */
  work: PlannedWork[];
  /** Sets of accounts by name, as positions in `accounts`: `0-6,8`. `management` and `none` need no entry. */
  sets: Record<string, string>;
  /** Messages by topic and kind of subscriber; people should know before their telephones ring. */
  messages: PlannedMessages[];
}

/** A check, by what it asks: its title may be reworded. */
export interface PlannedCheck {
  id: string;
  title: string;
  /** Ids of the controls that it is evidence for. */
  controls: string[];
}

/** `certain`: the journal holds each item exactly once. `conditional`: it says whether it was reached. `repeated`: polls and pages. */
export type Certainty = 'certain' | 'conditional' | 'repeated';

/** Items that are alike: one for each account, or for each pair of a caller's account and an account. */
export interface PlannedWork {
  scenario: string;
  /** Unique in its scenario; an item's id is this, the caller's account if there is one, and the account. */
  id: string;
  question: string;
  principal: string;
  certainty: Certainty;
  /** When conditional or repeated work is reached. */
  when?: string;
  /** Name of a set. */
  accounts: string;
  callers?: string;
  items: number;
  /** Of a drill that resumes another: name of the set of accounts in which it is to be played; absent where it is in all of them. */
  left?: string;
  /** Uses of break glass that all of its items make at most, those that are left: each may raise an alarm. */
  uses?: number;
  /** Of each item. */
  calls: { call: string; as: string; times: number }[];
}

/** An exception of the drill file. */
export interface PlannedException extends Acceptance {
  /** Code of the findings that it accepts. */
  id: string;
  /** Names of accounts: it accepts a finding that is in these and in no other. Absent for a finding wherever it is. */
  accounts?: string[];
  /** Words that the cause contains. */
  cause?: string;
  /** `scenario`, or `scenario/check`, by their ids: checks that may break on it. Absent for every check. */
  checks?: string[];
  /** Whether its last day had not passed when the drill began, by real time. */
  inForce: boolean;
}

/** Messages that a topic sends to one kind of subscriber at most. */
export interface PlannedMessages {
  path: 'events' | 'logs';
  /** ARN of the topic. */
  topic: string;
  /** Protocol of the subscriptions, such as `email`. */
  subscriber: string;
  atMost: number;
}

/** The bytes of `plan.json`. */
export function planText(plan: DrillPlan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}
