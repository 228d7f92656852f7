import { expect } from 'chai';
import { catalogueEntry } from '../../harness/questions/catalogue.js';
import { doorSubject, listing } from '../../harness/questions/doors/door-rules.js';
import { inspect } from '../../harness/questions/readiness/inspect.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { inspected } from './as-read.js';
import { openDoors } from './cases/open-doors.js';
import { shutDoors } from './cases/shut-doors.js';

function found(overlay: string, change?: (world: ReturnType<typeof inspected>) => void): string[] {
  const world = inspected(landingZone(...(overlay === '' ? [] : [overlay])));
  change?.(world);
  return inspect(doorSubject, world, 's').findings.map(
    ({ code, accounts, cause }) => `${code} [${accounts.map(({ name }) => name).join(' ')}] ${cause}`,
  );
}

describe('doors beside break glass', () => {
  for (const { door, overlay = '', change, expects } of openDoors)
    it(`are found: ${door}`, () => {
      const lines = found(overlay, change);
      expect(lines, lines.join('\n')).to.have.length(1);
      expect(lines[0]).to.match(expects);
      expect(catalogueEntry(lines[0]?.split(' ')[0] ?? '')).to.not.equal(undefined);
    });

  for (const { door, overlay = '', change } of shutDoors)
    it(`are not made up: ${door}`, () => expect(found(overlay, change)).to.deep.equal([]));

  it('are listed where they are declared, each with its verdict', () => {
    const world = inspected(landingZone());
    expect(listing(world)).to.equal(
      'declared: direct-federation (2 accounts, until 2030-12-31), new-accounts (not there); StackSets, AssumeRoot, root users, delegated administrators and the alarms of declared doors were not looked at',
    );
  });
});
