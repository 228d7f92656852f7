/**
 * Changes of a target that are taken back. How a change is undone is data, on disk before the change is made: another process
 * can finish the job after this one died.
 */
import type { Clients, ClientOptions } from '../../aws/clients.js';
import type { Clock } from '../../base/clock.js';
import type { Component } from './target.js';

/** How something is undone: a kind of the registry, and what it is done to. */
export interface Undo {
  kind: string;
  parameters: Readonly<Record<string, string>>;
  /** It is made in the process of the drill alone: nothing is left of it when that dies. */
  endsWithProcess?: true;
}

/** A change of the target that must be taken back. */
export interface Change<T = unknown> {
  /** Absent for what a target needs for itself. */
  scenario?: string;
  /** What is changed, in words for the report. */
  what: string;
  /** What a person does to finish the job if nobody else can. */
  finish: string;
  undo: Undo;
  apply(): Promise<T>;
  /** True if it is known that nothing was changed, because the target refused. */
  untouched?(): boolean;
  /** Told when it was taken back. */
  undone?(): void;
}

/** What undoing needs; each member rejects where there is no such thing. */
export interface UndoPort {
  /** Clients of whoever administers an emulated organization, in an account. */
  administrator(account: string, region?: string): Promise<Clients>;
  /** Clients of the break-glass role of an account, opened for this undo alone; those of the administrator, in another process. */
  breakGlass(account: string, region?: string): Promise<Clients>;
  /** How people sign in on an ordinary day. */
  ordinary(): ClientOptions;
  /** Gives a system back that was taken away. */
  giveBack(component: Component): Promise<void>;
  /** Puts people back into the plan. */
  readmit(): void;
  /** Removes a container by its name. */
  removeContainer(name: string): Promise<void>;
  clock(): Clock;
}

/** Takes a change back and makes sure that it is back; rejects if it is not. Harmless, and done, if the change never happened. */
export type Undoer = (parameters: Readonly<Record<string, string>>, port: UndoPort) => Promise<void>;

/** Undoers by kind. */
export type Undoers = Readonly<Record<string, Undoer>>;
