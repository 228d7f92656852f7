/**
 * Classes of principals: two of one class are answered alike, whoever of them asks and whoever of them is asked about, in the own
 * account or in another one. So a question is decided once for a pair of classes, and never once for a pair of principals. Pure.
 *
 * The law: an account that nobody's text names can be exchanged with another one that holds the same under the same guardrails,
 * and no policy would tell. Whatever a text does name (an account, an id, a part of a number) tells accounts apart.
 */
import type { Statements } from '../../../organization/model.js';
import { levelsOf, oncePerInspection } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { groupedBy } from '../../../base/grouped-by.js';
import { holders } from './holders.js';
import type { Holder } from './holders.js';

/** What the texts of all policies tell apart. */
interface Telling {
  /** Account ids that stand in somebody else's text. */
  accounts: ReadonlySet<string>;
  /** Unique ids of users and roles. */
  ids: ReadonlySet<string>;
  /** Numbers with wildcards. */
  patterns: readonly RegExp[];
  /** Some text names the digits at the end of a role of Identity Center. */
  suffixes: boolean;
}

/** The class of each principal. */
const classes = oncePerInspection((inspected): ReadonlyMap<Holder, string> => {
  const all = holders(inspected);
  const texts = new Map(all.map((holder) => [holder, textOf(inspected, holder)]));
  const telling = tellingOf(inspected, [...texts.values()]);
  const known = new Map<string, string>();
  return new Map(
    all.map((holder) => {
      const key = JSON.stringify([
        placeOf(inspected, telling, holder),
        nameOf(inspected, telling, holder),
        texts.get(holder),
      ]);
      // Short names: a class is compared often.
      if (!known.has(key)) known.set(key, `class-${known.size + 1}`);
      return [holder, known.get(key) ?? ''];
    }),
  );
});

/** The class of one that is there. */
export function classOf(inspected: Inspected, holder: Holder): string {
  return classes(inspected).get(holder) ?? holder.arn;
}

/** Everything that is decided of a holder by its own texts: without its name, and with its own account under one name. */
function textOf(inspected: Inspected, { in: { account }, entity }: Holder): string {
  const { permissionsBoundary, tags } = entity;
  // A user has what its groups have, and may get what the others have.
  const groups = 'groups' in entity ? account.groups : {};
  const attached = [entity, ...Object.values(groups)].flatMap(({ managedPolicies }) => managedPolicies);
  const documents = [...attached, ...(permissionsBoundary === undefined ? [] : [permissionsBoundary])].map(
    (arn): [string, Statements | undefined] => [
      arn,
      inspected.snapshot.awsPolicies[arn] ??
        account.policies[arn.slice(arn.indexOf(':policy/') + ':policy/'.length)]?.statements,
    ],
  );
  const parts = [
    entity.policies,
    entity.managedPolicies,
    'groups' in entity ? entity.groups : [],
    groups,
    documents,
    permissionsBoundary,
    tags,
    'trust' in entity ? entity.trust : undefined,
  ];
  return JSON.stringify(parts).replaceAll(new RegExp(`(?<!\\d)${account.id}(?!\\d)`, 'g'), '<self>');
}

function tellingOf({ snapshot }: Inspected, texts: readonly string[]): Telling {
  const { serviceControlPolicies, resourceControlPolicies } = snapshot.organization;
  const everything = new Set([
    ...texts,
    ...[serviceControlPolicies, resourceControlPolicies, snapshot.awsGuardrails].map((some) => JSON.stringify(some)),
  ]);
  const [accounts, ids, numbers] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let suffixes = false;
  for (const text of everything) {
    for (const [id] of text.matchAll(/(?<!\d)\d{12}(?!\d)/g)) accounts.add(id);
    for (const [id] of text.matchAll(/A(?:IDA|ROA)[A-Z0-9]{12,}/g)) ids.add(id);
    for (const [number] of text.matchAll(/[\d*?]*\d[\d*?]*/g)) if (/[*?]/.test(number)) numbers.add(number);
    // Anything but a wildcard after the name of the set could mean the role of one account.
    for (const [, tail = ''] of text.matchAll(/AWSReservedSSO_([^"/]*)/g))
      if (!/(^|_)[*?]+$/.test(tail)) suffixes = true;
  }
  const patterns = [...numbers].map(
    (number) => new RegExp(`^${number.replaceAll('*', '\\d*').replaceAll('?', '\\d')}$`),
  );
  return { accounts, ids, patterns, suffixes };
}

/** What tells the account of a holder from others. */
function placeOf(inspected: Inspected, { accounts, patterns }: Telling, { in: place }: Holder): unknown[] {
  const { snapshot } = inspected;
  const { organization } = snapshot;
  const { id } = place.account;
  return [
    place.name === organization.management || accounts.has(id) ? id : '',
    levelsOf(inspected, place).slice(0, -1),
    (attached(inspected).get(place.name) ?? []).map(({ name }) => name),
    patterns.map((pattern) => pattern.test(id)),
  ];
}

/** Names of guardrails by the accounts and units that they are attached to. */
const attached = oncePerInspection(({ snapshot: { organization, awsGuardrails } }) => {
  const groups: Readonly<Record<string, { attachedTo: readonly string[] }>>[] = [
    organization.serviceControlPolicies,
    organization.resourceControlPolicies,
    awsGuardrails,
  ];
  const all = groups.flatMap((policies, type) =>
    Object.entries(policies).flatMap(([name, { attachedTo }]) =>
      attachedTo.map((target) => ({ name: `${type} ${name}`, target })),
    ),
  );
  return groupedBy(all, ({ target }) => target);
});

/** What a pattern in a text can tell a holder by. */
function nameOf({ snapshot }: Inspected, { ids, suffixes }: Telling, holder: Holder): unknown[] {
  const { arn, entity, kind, name, permissionSet, breakGlass } = holder;
  const id = snapshot.uniqueIds[arn] ?? '';
  return [
    kind,
    entity.path,
    permissionSet === undefined || suffixes ? name : permissionSet,
    breakGlass,
    ids.has(id) ? id : '',
  ];
}
