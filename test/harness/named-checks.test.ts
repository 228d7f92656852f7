import { expect } from 'chai';
import { describeError, isCodedError } from '../../base/errors.js';
import { parseDrillFile } from '../../harness/configuration/drill-file.js';
import { checkNamedChecks } from '../../harness/engine/named-checks.js';
import { readFileSync } from 'node:fs';

const DRILL = readFileSync('drill.yaml', 'utf8');
const PLAYED = {
  scenarios: [{ id: 'team-loss', checks: [{ id: 'people.survive.team' }, { id: 'people.open.everyAccount' }] }],
};

/** What is said of a drill file with this line, if it is refused. */
function refusal(entry: string, narrowed = false): string {
  try {
    const { file, placeOf } = parseDrillFile('drill.yaml', `${DRILL}\nrequired: ["${entry}"]\n`);
    checkNamedChecks({ file, placeOf, narrowed }, PLAYED as unknown as Parameters<typeof checkNamedChecks>[1]);
    return '';
  } catch (error) {
    if (!isCodedError(error)) throw error;
    return describeError(error);
  }
}

describe('what a drill file requires', () => {
  for (const entry of ['team-loss', 'team-loss/people.survive.team', 'team-loss/people.open.everyAccount'])
    it(`may be ${entry}`, () => {
      expect(refusal(entry)).to.equal('');
    });

  const ROWS: readonly [entry: string, says: RegExp][] = [
    ['team-los', /"team-los" is named, and the drill does not play "team-los".*It plays team-loss/s],
    ['readiness/access.hold.now', /does not play "readiness"/],
    ['team-loss/people.survive.teams', /has no check "people.survive.teams".*people.survive.team/s],
    ['team-loss: survives the loss of a team', /scenario\/check-id/],
    ['team-loss/', /scenario\/check-id/],
  ];
  for (const [entry, says] of ROWS)
    it(`is refused, and says where: ${entry}`, () => {
      const said = refusal(entry);
      expect(said).to.match(says);
      expect(said).to.match(/drill\.yaml:\d+/);
    });

  it('waits, where the command line names what is played', () => {
    expect(refusal('readiness', true)).to.equal('');
    expect(refusal('team-loss/no-such', true)).to.match(/no check/);
  });
});
