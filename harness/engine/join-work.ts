/** Joins the work of a plan with what an earlier drill answered: each item is taken over, or left to be played. Pure. */
import type { AccountInScope } from '../drill/context.js';
import { itemsOf } from '../drill/work.js';
import type { Work, WorkItem } from '../drill/work.js';

/** What the journal of an earlier drill says of the items of one scenario, by their ids. */
export interface EarlierAnswers {
  /** A cell answers it that is held or broken: one that is inconclusive is no answer. */
  answered(item: string): boolean;
  /** It was done, and has no cell. */
  done(item: string): boolean;
}

/** The items of a plan, each in one of both. */
export interface Joined {
  /** Items with an answer, and those that only prepared them, in the order of the plan. */
  taken: WorkItem[];
  /** Work of which something is left, each with the accounts in which it is. */
  left: Work[];
}

/** All items of a work in one account: they are taken over together. */
interface Place {
  work: Work;
  account: AccountInScope;
  items: WorkItem[];
}

/** Joins the work of one scenario. */
export function joinWork(works: readonly Work[], earlier: EarlierAnswers): Joined {
  const places = works.flatMap(placesOf);
  const answered = places.filter(
    ({ work: { certainty, prepares }, items }) =>
      certainty !== 'repeated' && !prepares && items.every(({ id }) => earlier.answered(id)),
  );
  const complete = withoutHalves(places, new Set(answered));
  const open = new Set(
    places.flatMap((place) => (complete.has(place) ? [] : [place.work.id, `${place.work.id} ${place.account.id}`])),
  );
  // What has no cell answers nothing by itself: it is needless only where all that it prepares has its answers.
  const needless = places.filter(({ work: { prepares, certainty }, account, items }) => {
    if (!prepares || (certainty === 'certain' && !items.every(({ id }) => earlier.done(id)))) return false;
    return !prepares.work.some((id) => open.has(prepares.in === 'all accounts' ? id : `${id} ${account.id}`));
  });
  const done = new Set([...complete, ...needless]);
  const isTaken = (place: Place): boolean => complete.has(place) || place.work.certainty === 'certain';
  const accounts = new Map<Work, AccountInScope[]>();
  for (const place of places) {
    if (done.has(place)) continue;
    const own = accounts.get(place.work) ?? [];
    own.push(place.account);
    accounts.set(place.work, own);
  }
  return {
    taken: places.flatMap((place) => (done.has(place) && isTaken(place) ? place.items : [])),
    left: works.flatMap((work) => {
      const own = accounts.get(work);
      return own ? [{ ...work, accounts: own }] : [];
    }),
  };
}

function placesOf(work: Work): Place[] {
  const items = new Map<string, WorkItem[]>(work.accounts.map(({ id }) => [id, []]));
  for (const item of itemsOf(work)) items.get(item.account.id)?.push(item);
  return work.accounts.map((account) => ({ work, account, items: items.get(account.id) ?? [] }));
}

/** Calls that answer several items at once are made again for all of them where one has no answer. */
function withoutHalves(places: readonly Place[], answered: ReadonlySet<Place>): Set<Place> {
  const keyOf = ({ work: { together }, account }: Place): string | undefined =>
    together && (together.in === 'all accounts' ? together.name : `${together.name} ${account.id}`);
  const halves = new Set(places.flatMap((place) => (answered.has(place) ? [] : [keyOf(place)])));
  halves.delete(undefined);
  return new Set([...answered].filter((place) => !halves.has(keyOf(place))));
}
