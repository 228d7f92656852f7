import { expect } from 'chai';
import { loadOrganization } from '../../organization/load.js';
import { writeDocument } from '../../organization/write.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { RICH } from '../rich-landing-zone.js';

const DIFFERENT =
  'accounts: { payments-1: { roles: { BreakGlass: { maxSessionSeconds: 7200 } } }, payments-2: { policies: { "team/own": { statements: { S: { Effect: Allow, Action: "s3:*", Resource: "arn:aws:s3:::<self>" } } } } } }';

describe('writing an organization document', () => {
  for (const [what, overlays] of [
    ['the landing zone', []],
    ['an organization with everything', [RICH]],
    ['accounts that differ', [DIFFERENT]],
  ] as const) {
    it(`writes what loads as the same organization: ${what}`, () => {
      const organization = landingZone(...overlays);
      expect(loadOrganization('written.yaml', writeDocument(organization))).to.deep.equal(organization);
    });
  }

  it('writes once what every member account has alike', () => {
    const everywhere = writeDocument(landingZone());
    expect(everywhere).to.match(/^everyAccount:\n {2}roles:\n {4}BreakGlass:/m);
    expect(everywhere.match(/BreakGlassUsers:/g)).to.have.length(2);
    expect(writeDocument(landingZone(DIFFERENT))).to.not.match(/^everyAccount:/m);
  });
});
