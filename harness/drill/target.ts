/** What a drill needs from whatever it is played against. Each target is one file in this folder. */
import type { Call } from '../../aws/call.js';
import type { ClientOptions } from '../../aws/clients.js';
import type { Guard } from '../../aws/guard.js';
import type { Purpose } from '../../aws/purpose.js';
import type { Clock } from '../../base/clock.js';
import type { Capabilities } from './capability.js';
import type { Verdict } from './verdict.js';
import type { DeliveryResult } from '../../reports/monitoring-result.js';
import type { CapabilityAnswer, Mode } from '../../reports/result.js';

/** Systems that a disaster takes away. */
export type Component = 'identity-provider' | 'identity-center';

/** What an organization document says where a target that does not decide itself holds nothing about it. */
export type DocumentPart = 'guardrails' | 'Identity Center' | 'identity provider' | 'subscriptions';

/** Credentials of an IAM user and its device, as their custodian holds them. */
export interface UserSecrets {
  accessKeyId: string;
  secretAccessKey: string;
  mfa: { serialNumber: string; seed: string } | undefined;
}

/** What became of a use of break glass that was put into the target's own monitoring. */
export interface Delivered {
  verdict: Verdict;
  deliveries: readonly DeliveryResult[];
}

export interface Target {
  name: string;
  mode: Mode;
  /** It lives in this process: what a scenario changes there ends with it. */
  endsWithProcess?: true;
  /** What the target enforces and has, for the report. */
  capabilities: Capabilities;
  /** What was asked to find that out, and what was answered; absent where the target is this project's own. */
  answers?: readonly CapabilityAnswer[];
  /** How strong what this target answers is, where that is less than observed: it enforces nothing, and our evaluator decides. */
  evidence?: 'evaluated';
  /** What our evaluator took from the document, for want of anything to read. */
  declared?: ReadonlySet<DocumentPart>;
  /** The target's clock: expiry, codes and waits live on it. */
  clock: Clock;
  /** Real time, for signatures. */
  wireClock: Clock;
  partition: string;
  /** Clients for one purpose; every call passes the guard. */
  connect(purpose: Purpose, guard: Guard): ClientOptions;
  /** Credentials of an IAM user of the account with this name; `undefined` if it has no access key. */
  secretsOf(account: string, user: string): UserSecrets | undefined;
  /** Programs can sign in at its console; absent where only people can. */
  console?: 'for programs';
  /** Takes a system away. */
  take(component: Component): Promise<void>;
  /** Gives it back. */
  giveBack(component: Component): Promise<void>;
  /** Whether a call goes to a system that is taken away at the moment; absent where nobody keeps that yet. */
  isTaken?(call: Pick<Call, 'service'>): boolean;
  /** Whether it really delivered what was put into it, where its alarms are otherwise only evaluated. */
  delivered?(): Promise<Delivered>;
  /** Every secret that this target ever handed out, for redaction. */
  secrets(): Iterable<string>;
  close(): Promise<void>;
}
