/** What a drill leaves behind about alarms: part of the result. */
import type { Outcome } from './result.js';

/** `events`: EventBridge rule, one message a use. `logs`: trail, metric filter, alarm; one message an alarm episode. */
export type AlarmPath = 'events' | 'logs';

export type UseKind = 'AssumeRole' | 'ConsoleLogin' | 'SwitchRole';

/** What became of the message about one use on one path; `unclear` where nobody here can see it, or tell it from others. */
export type UseOutcome = 'in time' | 'late' | 'missing' | 'unclear';

/** Seconds of one leg of a path, between two instants of `UseResult.times`. */
export interface Leg {
  from: string;
  to: string;
  p50: number;
  p95: number;
  max: number;
}

/** One alarm path in one Region, over the uses of break glass that it should have reported. */
export interface AlarmResult {
  path: AlarmPath;
  region: string;
  outcome: Outcome;
  /** Did the rule match, or the alarm ring? A rule that told nobody cannot be asked. */
  detection: Outcome;
  /** Did the message arrive within the service level? */
  notification: Outcome;
  /** Did a person confirm it? Not applicable where nobody is called: then messages were delivered, and nobody confirmed. */
  acknowledgement: Outcome;
  /** Uses that had to be reported, and what became of their messages: a sample of those that were made. */
  uses: number;
  made: number;
  delivered: number;
  late: number;
  missing: number;
  slaSeconds: number;
  /** Seconds from the use to the message at the receipt queue; absent while nothing was delivered. */
  seconds?: { p50: number; p95: number; max: number };
  legs: Leg[];
  /** Seconds of every message, or of an even sample of at most 200, ascending. */
  points: number[];
  /** The first link of the chain that failed, if a message is missing. */
  lostAt?: string;
}

/** One use of break glass and when each link of the chain saw it. */
export interface UseResult {
  scenario: string;
  kind: UseKind;
  /** False for an attempt that was refused. */
  succeeded: boolean;
  /** Id of the account that was entered, or of the user who signed in. */
  account: string;
  region: string;
  user?: string;
  requestId?: string;
  events: UseOutcome;
  logs: UseOutcome;
  /** ISO 8601, UTC; what could not be seen is absent. */
  times: {
    /** The client called. */
    called: string;
    /** Time of CloudTrail's record, in whole seconds. */
    recorded?: string;
    /** The log group took the record. */
    logged?: string;
    /** Beginning of the minute in which the metric counted it. */
    counted?: string;
    /** The alarm changed its state. */
    rang?: string;
    /** The alarm's message was in the receipt queue. */
    alarmMessage?: string;
    /** The topic took the message of the rule. */
    published?: string;
    /** The rule's message was in the receipt queue. */
    eventMessage?: string;
    /** A person confirmed it. */
    acknowledged?: string;
  };
}

/** Whether one kind of use, in one Region, was made to see one path notice it. */
export interface CoverageResult {
  path: AlarmPath;
  region: string;
  kind: UseKind;
  succeeded: boolean;
  /** Uses of it in this drill whose messages were waited for; 0: not exercised. */
  uses: number;
}

/** What the target itself did with one use of break glass that was put into its monitoring, where the alarms are otherwise evaluated. Observed. */
export interface DeliveryResult {
  /** Where it was put in, such as `EventBridge in eu-west-1`. */
  place: string;
  /** Real seconds until the message was at the receipt queue; absent if none came. */
  seconds?: number;
  /** Why nothing could be put in there, so that the rest of the way is evaluated alone. */
  notTried?: string;
}
