/** Exceptions of the drill file: known findings that somebody accepts until a day. Pure. */
import { isoTime } from '../../base/clock.js';
import { usageError } from '../../base/errors.js';
import type { Organization } from '../../organization/model.js';
import type { PlannedException } from '../../reports/plan.js';
import type { DrillFile, PlaceOf } from '../configuration/drill-file.js';
import { catalogueEntry, isUntested, similarCodes } from '../questions/catalogue.js';

/** Throws a usage error for an exception that can match nothing: a code or an account that does not exist, or what was not tested. */
export function checkExceptions({ exceptions }: DrillFile, organization: Organization, placeOf: PlaceOf): void {
  const known = Object.keys(organization.accounts);
  for (const [index, { id, accounts = [] }] of exceptions.entries()) {
    const place = placeOf(['exceptions', index, 'id']);
    const similar = similarCodes(id);
    if (!catalogueEntry(id))
      throw usageError(
        `there is no finding "${id}"`,
        similar.length > 0 ? `Did you mean ${similar.join(', ')}?` : 'docs/findings.md lists every code.',
        place,
      );
    if (isUntested(id))
      throw usageError(
        `${id} says that something could not be tested: nobody can accept that`,
        'Name the code of a finding, or leave the account out with accounts.exclude.',
        place,
      );
    for (const [position, account] of accounts.entries()) {
      if (!known.includes(account))
        throw usageError(
          `there is no account "${account}"`,
          `Its accounts are ${known.join(', ')}.`,
          placeOf(['exceptions', index, 'accounts', position]),
        );
    }
  }
}

/** The exceptions as the plan freezes them. `now` is real time, in milliseconds: a promise to repair does not wait for a virtual clock. The last day counts, in UTC. */
export function planExceptions({ exceptions }: Pick<DrillFile, 'exceptions'>, now: number): PlannedException[] {
  const today = isoTime(now).slice(0, 10);
  return exceptions.map(({ id, accounts, cause, checks, owner, reason, until }) => ({
    id,
    ...(accounts ? { accounts } : {}),
    ...(cause === undefined ? {} : { cause }),
    ...(checks ? { checks } : {}),
    owner,
    reason,
    until,
    inForce: today <= until,
  }));
}
