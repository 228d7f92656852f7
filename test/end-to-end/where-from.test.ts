import { expect } from 'chai';
import type { DrillFile } from '../../harness/configuration/drill-file.js';
import type { DrillResult } from '../../reports/result.js';
import { playChanged, told } from '../changed-drill.js';

/** The trust policy of every account, with conditions added. */
const trusting = (condition: string, account?: string): string => {
  const role = `BreakGlass: { trust: { BreakGlassUsers: { Condition: ${condition} } } }`;
  return account === undefined
    ? `everyAccount: { roles: { ${role} } }\naccounts: { management: { roles: { ${role} } } }`
    : `accounts: { ${account}: { roles: { ${role} } } }`;
};

const play = (
  overlay: string,
  from?: DrillFile['breakGlass']['from'],
  scenarios: readonly string[] = ['readiness', 'identity-provider-failure'],
): Promise<DrillResult> =>
  playChanged({ overlays: [overlay], scenarios, ...(from ? { breakGlass: { from } } : {}) }).then(
    ({ result }) => result,
  );

const swept = ({ scenarios }: DrillResult): (string | undefined)[] =>
  scenarios.flatMap(({ checks }) => checks.filter(({ id }) => id.startsWith('sweep.'))).map(({ reason }) => reason);

/** In an account of its own each: a condition, the key that it asks, and settings that meet it and that do not. */
const SETTINGS = [
  {
    account: 'network',
    condition: '{ IpAddress: { aws:SourceIp: ["203.0.113.0/24"] } }',
    key: 'aws:SourceIp',
    right: { sourceIp: '203.0.113.7' },
    wrong: { sourceIp: '198.51.100.7' },
  },
  {
    account: 'payments-1',
    condition: '{ StringEquals: { sts:ExternalId: opens } }',
    key: 'sts:ExternalId',
    right: { externalId: 'opens' },
    wrong: { externalId: 'shuts' },
  },
];

/** Plays all of them at once, with these settings. */
const playAll = (from?: NonNullable<DrillFile['breakGlass']['from']>): Promise<DrillResult> =>
  playChanged({
    overlays: SETTINGS.map(({ account, condition }) => trusting(condition, account)),
    scenarios: ['readiness', 'identity-provider-failure'],
    ...(from ? { breakGlass: { from } } : {}),
  }).then(({ result }) => result);

describe('a trust policy asks where a hop comes from', function () {
  this.timeout(120_000);

  it('what the drill file does not say is inconclusive where it is asked, and says which setting', async () => {
    const result = await playAll();
    expect([told(result), result.drill.outcome]).to.deep.equal([[], 'inconclusive']);
    const open = result.matrix.exceptions.filter(({ kind }) => kind === 'break-glass');
    expect(new Set(open.map(({ account, code }) => `${account} ${code}`))).to.deep.equal(
      new Set(SETTINGS.map(({ account }) => `${account} BG_SETTING_MISSING`)),
    );
    for (const { key, right } of SETTINGS)
      expect(swept(result).join())
        .to.include(key)
        .and.include(`breakGlass.from.${Object.keys(right).join()}`);
  });

  it('what it says is met', async () => {
    const result = await playAll(Object.assign({}, ...SETTINGS.map(({ right }) => right)) as object);
    expect([told(result), result.drill.outcome]).to.deep.equal([[], 'held']);
  });

  it('what it says otherwise is broken where it is asked, and named', async () => {
    const { findings } = await playAll(Object.assign({}, ...SETTINGS.map(({ wrong }) => wrong)) as object);
    expect(findings.map(({ code }) => code)).to.deep.equal(SETTINGS.map(() => 'BG_TRUST_DENIED'));
    for (const { account, key } of SETTINGS) {
      const found = findings.find(({ accounts }) => accounts.map(({ name }) => name).join() === account);
      expect(found?.cause).to.include('statement "BreakGlassUsers"').and.include(key);
    }
  });

  it('what every account asks is found in every account', async () => {
    const [{ condition, wrong } = { condition: '', wrong: {} }] = SETTINGS;
    const { findings } = await play(trusting(condition), wrong, ['identity-provider-failure']);
    expect(findings.map(({ accounts }) => accounts.length)).to.deep.equal([16]);
  });

  it('is inconclusive where the drill does not stand where its file says', async () => {
    const through = trusting('{ StringEquals: { aws:SourceVpce: vpce-0123456789abcdef0 } }');
    const result = await play(through, { vpcEndpoint: 'vpce-0123456789abcdef0' });
    expect([told(result), result.drill.outcome]).to.deep.equal([[], 'inconclusive']);
    expect(swept(result).join()).to.include('the hop did not come from where the drill file says');
    const other = await play(through, { vpcEndpoint: 'vpce-00000000000000000' });
    expect(told(other).join()).to.match(
      /^BG_TRUST_DENIED .* where StringEquals aws:SourceVpce vpce-0123456789abcdef0$/,
    );
  });

  it('denies by what it says, and names the statement that denies', async () => {
    const denied = (name: string): string =>
      `${name}: { Effect: Deny, Action: "sts:AssumeRole", Principal: { AWS: "*" }, Condition: { NotIpAddress: { aws:SourceIp: ["203.0.113.0/24"] } } }`;
    const overlay = `everyAccount: { roles: { BreakGlass: &role { trust: { ${denied('OfficeOnly')} } } } }\naccounts: { management: { roles: { BreakGlass: *role } } }`;
    expect((await play(overlay)).drill.outcome).to.equal('inconclusive');
    expect((await play(overlay, { sourceIp: '203.0.113.9' })).drill.outcome).to.equal('held');
    const [finding = '', ...others] = told(await play(overlay, { sourceIp: '192.0.2.9' }));
    expect(others).to.deep.equal([]);
    expect(finding).to.match(
      /statement "OfficeOnly", denies a hop where NotIpAddress aws:SourceIp 203\.0\.113\.0\/24$/,
    );
  });

  it('session tags and a source identity are sent as the drill file says', async () => {
    const role =
      'BreakGlass: { trust: { BreakGlassUsers: { Action: ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"], Condition: { StringEquals: { "aws:RequestTag/why": drill, sts:SourceIdentity: "${aws:username}" } } } } }';
    const may =
      'policies: { may-tag: { Tags: { Effect: Allow, Action: ["sts:TagSession", "sts:SetSourceIdentity"], Resource: "*" } } }';
    const overlay = `everyAccount: { roles: { ${role} } }\naccounts: { management: { roles: { ${role} }, users: { break-glass-1: { ${may} }, break-glass-2: { ${may} } } } }`;
    const set = { tags: { why: 'drill' }, sourceIdentity: '<user>' };
    const result = await play(overlay, set, ['team-loss']);
    expect([told(result), result.drill.outcome]).to.deep.equal([[], 'held']);
    expect(swept(await play(overlay)).join()).to.include('set breakGlass.from.tags and breakGlass.from.sourceIdentity');
  });

  it('the name of the session is the user’s where the drill file says so, and a setting where it does not', async () => {
    const named = trusting('{ StringLike: { sts:RoleSessionName: "${aws:username}" } }');
    const unset = await play(named);
    expect(swept(unset).join()).to.include('sts:RoleSessionName').and.include('set breakGlass.from.sessionName');
    expect(unset.drill.outcome).to.equal('inconclusive');
    const result = await play(named, { sessionName: '<user>' });
    expect([told(result), result.drill.outcome]).to.deep.equal([[], 'held']);
  });

  it('one Region of STS is found in every account, and named, with readiness and without', async () => {
    const overlay = trusting('{ StringEquals: { aws:RequestedRegion: eu-west-1 } }');
    for (const scenarios of [
      ['readiness', 'identity-provider-failure'],
      ['identity-provider-failure'],
      ['readiness'],
    ]) {
      const { findings, drill } = await play(overlay, undefined, scenarios);
      expect(drill.outcome).to.equal('broken');
      expect(findings.map(({ code }) => code)).to.deep.equal(['BG_TRUST_DENIED']);
      expect(findings[0]?.cause).to.match(
        /statement "BreakGlassUsers", admits a hop only where StringEquals aws:RequestedRegion eu-west-1$/,
      );
      expect(findings[0]?.accounts, scenarios.join()).to.have.lengthOf(16);
    }
  });

  it('one Region of STS in one account alone is found wherever that account is entered', async () => {
    const places = ['network', 'payments-1', 'payments-2'];
    for (const regions of [
      ['eu-west-1', 'us-east-1', 'us-east-1'],
      ['us-east-1', 'eu-west-1', 'eu-west-1'],
    ]) {
      const { findings } = await playChanged({
        overlays: places.map((account, index) =>
          trusting(`{ StringEquals: { aws:RequestedRegion: ${regions[index] ?? ''} } }`, account),
        ),
        scenarios: ['identity-provider-failure'],
      }).then(({ result }) => result);
      const found = findings.flatMap(({ cause, accounts }) =>
        accounts.map(({ name }) => `${name} ${cause.split(' ').at(-1) ?? ''}`),
      );
      expect(found.sort()).to.deep.equal(places.map((account, index) => `${account} ${regions[index] ?? ''}`));
    }
  });

  it('Regions that all hops have are no fault', async () => {
    const result = await play(trusting('{ StringLike: { aws:RequestedRegion: ["eu-*", "us-*", "ap-*"] } }'));
    expect([told(result), result.drill.outcome]).to.deep.equal([[], 'held']);
  });
});
