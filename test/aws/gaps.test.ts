import { expect } from 'chai';
import type { WireResponse } from '../../base/http.js';
import type { Organization } from '../../organization/model.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { jsonAnswer } from '../tampered-target.js';
import { emptyWorld } from './deploying.js';

/** What some emulators answer for an operation that they do not have. */
const PAGE: WireResponse = {
  statusCode: 500,
  headers: { 'content-type': 'text/html' },
  body: new Uint8Array(Buffer.from('<!doctype html><title>500 Internal Server Error</title>')),
};

const WITHOUT_BUCKET = jsonAnswer(400, {
  __type: 'S3BucketDoesNotExistException',
  message: 'S3 bucket trail does not exist!',
});

function trailOf({ accounts, management }: Organization): unknown {
  return accounts[management]?.monitoring.trails['organization-trail'];
}

describe('an endpoint with gaps', () => {
  it('gets the bucket that it wants for a trail', async () => {
    const buckets: string[] = [];
    const world = emptyWorld('eu-west-1', async (call, request, next) => {
      if (call.operation === 'CreateTrail' && buckets.length === 0) return WITHOUT_BUCKET;
      const answer = await next();
      if (call.service === 's3') buckets.push(`${request.method} ${request.target} ${answer.statusCode}`);
      return answer;
    });
    const document = landingZone();
    const { notDeployed, organization } = await world.deploy(document);
    expect(notDeployed.map(({ where }) => where)).to.deep.equal(['stranger']);
    expect(buckets).to.deep.equal([`PUT /trail-${organization.accounts['management']?.id ?? ''} 200`]);
    expect(trailOf((await world.read(document)).organization)).to.deep.equal(trailOf(document));
  });

  it('is told that a trail could not be made where it makes no buckets', async () => {
    const world = emptyWorld('eu-west-1', async (call, _request, next) => {
      if (call.operation === 'CreateTrail') return WITHOUT_BUCKET;
      return call.service === 's3' ? PAGE : next();
    });
    const { notDeployed } = await world.deploy(landingZone());
    expect(notDeployed.filter(({ where }) => where !== 'stranger')).to.deep.equal([
      {
        where: 'management',
        what: 'create the trail organization-trail in eu-west-1',
        why: "500: no answer of AWS's form",
        refused: false,
      },
    ]);
  });

  it('has everything else of Identity Center where it keeps no permissions boundaries', async () => {
    const world = emptyWorld('eu-west-1', async (call, _request, next) =>
      /PermissionsBoundary(For|To)PermissionSet$/.test(call.operation) ? PAGE : next(),
    );
    const document = landingZone();
    const lacking = [
      'stranger: account of no organization: no call creates one',
      "management: set the permissions boundary of the permission set ManagementAdministrator: 500: no answer of AWS's form",
    ];
    for (const changed of [true, false]) {
      const { notDeployed, changes } = await world.deploy(document);
      expect(notDeployed.map(({ where, what, why }) => `${where}: ${what}: ${why}`)).to.deep.equal(lacking);
      expect(changes.length > 0).to.equal(changed);
    }
    const { organization, unread } = await world.read(document);
    expect(unread.map(({ part, why, absent }) => [part, why, absent])).to.deep.equal([
      ['permission set boundaries', "500: no answer of AWS's form", true],
    ]);
    expect(Object.keys(organization.identityCenter.permissionSets)).to.have.members(
      Object.keys(document.identityCenter.permissionSets),
    );
  });

  it('has a trail without selectors that records everything, as a new one does', async () => {
    const world = emptyWorld('eu-west-1', async (call, _request, next) =>
      call.operation === 'GetEventSelectors'
        ? jsonAnswer(200, { TrailARN: 'arn:aws:cloudtrail:eu-west-1:000000000000:trail/any' })
        : next(),
    );
    const document = landingZone();
    await world.deploy(document);
    expect(trailOf((await world.read(document)).organization)).to.have.property('records', 'All');
    expect((await world.deploy(document)).changes).to.deep.equal([]);
  });
});
