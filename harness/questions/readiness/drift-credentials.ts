/** What a user is known by, held against what the document plans: one by one, for a second key works wherever the first is kept. Pure. */
import type { CredentialKind, ReadCredential } from '../../../aws/snapshot/credential-kinds.js';
import type { User } from '../../../organization/model.js';
import { credentialWords, otherKind, withArticle } from '../../causes/credentials.js';
import type { Difference } from './drift-things.js';

/** Credentials that one stands for as well as another: those of a kind, and of a device's kind or a service. */
interface Slot {
  kind: CredentialKind;
  words: string;
}

/** A user of the document, and what was read of it. */
export interface HeldCredentials {
  user: string;
  declared: User;
  read: readonly ReadCredential[];
  /** A kind that could not be read is neither there nor missing. */
  wasRead(kind: CredentialKind): boolean;
}

/** What is active and not planned, and what is planned and not active. */
export function credentialDifferences(held: HeldCredentials): Difference[] {
  return compared(held).flatMap(({ slot, planned, active, inactive }) => {
    const whose = `of user "${held.user}"`;
    const names = { name: `user "${held.user}"`, about: slot.kind };
    const added = active.slice(planned).map((one): Difference => ({
      kind: 'added',
      place: `${planned > 0 ? `one more ${slot.words}` : withArticle(slot.words)} ${whose}${told(one)}`,
      // A rule that speaks of the first says nothing of another.
      ...(planned > 0 ? { name: `one more ${slot.words} ${whose}` } : names),
      told: '',
    }));
    const place = `${withArticle(slot.words)} ${whose}`;
    const missing = Array.from({ length: Math.max(0, planned - active.length) }, (_none, index): Difference => {
      const there = inactive[index];
      return there
        ? { kind: 'changed', place, ...names, told: `it is inactive${told(there)}` }
        : { kind: 'missing', place, ...names, told: '' };
    });
    return [...added, ...missing, ...newPassword(held, slot, active)];
  });
}

/** What nobody planned, or nobody can use, with its age and last use: whoever cleans up wants to know. */
export function unplannedCredentials(held: HeldCredentials): string[] {
  return compared(held).flatMap(({ slot, planned, active, inactive }) =>
    [...active.slice(planned), ...inactive].map(({ called, created, lastUsed, active: works }) => {
      const parts = [works ? 'active' : 'inactive', day('made', created), lastUse(lastUsed)].filter(
        (part) => part !== '',
      );
      return `${slot.words}${ending(called)} of user "${held.user}" (${parts.join(', ')})`;
    }),
  );
}

interface Compared {
  slot: Slot;
  planned: number;
  /** Oldest first: those that came later are the ones that nobody planned. */
  active: ReadCredential[];
  inactive: ReadCredential[];
}

function compared({ declared, read, wasRead }: HeldCredentials): Compared[] {
  const [wanted, there] = [plannedSlots(declared), read.map((one) => ({ one, slot: slotOf(one.kind, one.of) }))];
  const slots = new Map([...wanted, ...there.map(({ slot }) => slot)].map((slot) => [slot.words, slot]));
  return [...slots.values()]
    .filter(({ kind }) => wasRead(kind))
    .map((slot) => {
      const own = there
        .filter((each) => each.slot.words === slot.words)
        .map(({ one }) => one)
        .sort((left, right) => (left.created < right.created ? -1 : 1));
      return {
        slot,
        planned: wanted.filter(({ words }) => words === slot.words).length,
        active: own.filter(({ active }) => active),
        inactive: own.filter(({ active }) => !active),
      };
    });
}

function plannedSlots({ password, accessKey, mfa, otherCredentials }: User): Slot[] {
  return [
    ...(password ? [slotOf('password')] : []),
    ...(accessKey ? [slotOf('access key')] : []),
    ...Object.values(mfa).map(({ kind }) => slotOf('MFA device', kind)),
    ...Object.values(otherCredentials).map((one) => slotOf(...otherKind(one))),
  ];
}

function slotOf(kind: CredentialKind, of?: string): Slot {
  return { kind, words: credentialWords(kind, of) };
}

/** Somebody set a password that its user is to change: the one that is kept opens nothing any more. */
function newPassword(
  { user, declared }: HeldCredentials,
  { kind }: Slot,
  active: readonly ReadCredential[],
): Difference[] {
  if (kind !== 'password' || !declared.password || declared.passwordResetRequired) return [];
  return active
    .filter(({ of }) => of !== undefined)
    .map(() => ({
      kind: 'changed',
      place: `a password of user "${user}"`,
      name: `user "${user}"`,
      about: 'password',
      told: 'it is to be changed at the next sign-in',
    }));
}

function told({ called, created }: ReadCredential): string {
  const parts = [ending(called).trim(), day('made', created)].filter((part) => part !== '');
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function ending(called: string): string {
  if (called === '') return '';
  return called.length > 4 ? ` ${called}` : ` …${called}`;
}

function day(what: string, instant: string): string {
  return instant === '' ? '' : `${what} ${instant.slice(0, 10)}`;
}

function lastUse(lastUsed: string | undefined): string {
  if (lastUsed === undefined) return '';
  return lastUsed === 'never' ? 'never used' : day('last used', lastUsed);
}
