/** What stands in an organization, one thing after another, so that a document and what was read can be held against each other. Pure. */
import { canonicalJson } from '../../../base/canonical-json.js';
import type { Json } from '../../../base/canonical-json.js';
import type { Statements } from '../../../organization/model.js';

/** One thing. */
export interface Thing {
  /** In words, such as `user "x" in group "y"`; without the account. */
  place: string;
  /** Place of what holds it: where that is missing, nobody asks about this. */
  within?: string;
  /** What it is called in causes of other rules: one that names it has told of the difference. */
  name: string;
  /** Its members, each as text: what differs is told by member. A thing that is only there or not has none. */
  members?: Readonly<Record<string, string>>;
  /** AWS makes it by itself, or it lets nobody in: there is nothing to say where the document leaves it out. */
  harmless?: true;
}

/** How the two differ in one thing. */
export interface Difference {
  kind: 'added' | 'missing' | 'changed';
  place: string;
  name: string;
  /** What a cause must speak of besides, to have told of it. */
  about?: string;
  /** Members that differ, with what stands there. */
  told: string;
}

/** Every difference between what the document has and what stands there. */
export function differences(declared: readonly Thing[], read: readonly Thing[]): Difference[] {
  const [wanted, found] = [byPlace(declared), byPlace(read)];
  const inBoth = ({ within }: Thing): boolean => within === undefined || (wanted.has(within) && found.has(within));
  const added = read
    .filter((thing) => !wanted.has(thing.place) && inBoth(thing) && thing.harmless !== true)
    .map((thing): Difference => ({ kind: 'added', place: thing.place, name: thing.name, told: '' }));
  const others = declared.filter(inBoth).flatMap((thing): Difference[] => {
    const there = found.get(thing.place);
    const { place, name } = thing;
    if (!there) return [{ kind: 'missing', place, name, told: '' }];
    const told = changedMembers(thing.members ?? {}, there.members ?? {});
    return told.length > 0 ? [{ kind: 'changed', place, name, told: told.join(', ') }] : [];
  });
  return [...added, ...others];
}

function byPlace(things: readonly Thing[]): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [thing.place, thing]));
}

function changedMembers(declared: Readonly<Record<string, string>>, read: Readonly<Record<string, string>>): string[] {
  return [...new Set([...Object.keys(declared), ...Object.keys(read)])]
    .filter((member) => declared[member] !== read[member])
    .map((member) => `${member} ${shortened(read[member] ?? 'left out')}`);
}

function shortened(text: string): string {
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

/** The statements of a policy, each as a thing of its own. */
export function statementThings(policy: string, statements: Statements, of: Pick<Thing, 'name' | 'within'>): Thing[] {
  return Object.entries(statements).map(([label, statement]) => ({
    ...of,
    place: `${policy}, statement "${label}",`,
    members: Object.fromEntries(
      Object.entries(statement).map(([member, value]) => [member, canonicalJson(plain(member, value as Json))]),
    ),
  }));
}

/** One value and a list of it say the same, in any order; an account stands for its root user (IAM user guide, "Principal"). */
function plain(member: string, value: Json): Json {
  if (Array.isArray(value)) return value.length === 1 ? plain(member, value[0] as Json) : value.map(text).sort();
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(member, inner ?? '')]));
  return text(value);
}

function text(value: Json): string {
  return String(value).replace(/^arn:[\w-]+:iam::(\d{12}):root$/, '$1');
}
