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

/** A condition, the setting that it is about, a value that meets it and one that does not. */
const SETTINGS: readonly (readonly [
  condition: string,
  key: string,
  right: NonNullable<DrillFile['breakGlass']['from']>,
  wrong: NonNullable<DrillFile['breakGlass']['from']>,
])[] = [
  [
    '{ IpAddress: { aws:SourceIp: ["203.0.113.0/24"] } }',
    'aws:SourceIp',
    { sourceIp: '203.0.113.7' },
    { sourceIp: '198.51.100.7' },
  ],
  ['{ StringEquals: { sts:ExternalId: opens } }', 'sts:ExternalId', { externalId: 'opens' }, { externalId: 'shuts' }],
];

describe('a trust policy asks where a hop comes from', function () {
  this.timeout(120_000);

  for (const [condition, key, right, wrong] of SETTINGS) {
    const [setting = ''] = Object.keys(right);

    it(`${key} that the drill file does not say is inconclusive, and says which setting`, async () => {
      const result = await play(trusting(condition));
      expect(told(result)).to.deep.equal([]);
      expect(result.drill.outcome).to.equal('inconclusive');
      const codes = new Set(
        result.matrix.exceptions.flatMap(({ kind, code }) => (kind === 'break-glass' ? [code] : [])),
      );
      expect([...codes]).to.deep.equal(['BG_SETTING_MISSING']);
      expect(swept(result).join()).to.include(key).and.include(`set breakGlass.from.${setting}`);
    });

    it(`${key} that it says is met`, async () => {
      const result = await play(trusting(condition), right, ['readiness', 'team-loss']);
      expect(told(result)).to.deep.equal([]);
      expect(result.drill.outcome).to.equal('held');
    });

    it(`${key} that it says otherwise is broken, in every account, and named`, async () => {
      const result = await play(trusting(condition), wrong);
      const [finding] = result.findings;
      expect(finding?.code).to.equal('BG_TRUST_DENIED');
      expect(finding?.cause).to.include('statement "BreakGlassUsers"').and.include(key);
      expect(finding?.accounts).to.have.lengthOf(16);
      expect(result.findings).to.have.lengthOf(1);
    });
  }

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
    for (const region of ['eu-west-1', 'us-east-1'])
      for (const account of ['network', 'payments-1', 'payments-2']) {
        const overlay = trusting(`{ StringEquals: { aws:RequestedRegion: ${region} } }`, account);
        const { findings } = await play(overlay, undefined, ['identity-provider-failure']);
        expect(findings.flatMap(({ accounts }) => accounts.map(({ name }) => name))).to.deep.equal([account]);
      }
  });

  it('Regions that all hops have are no fault', async () => {
    const result = await play(trusting('{ StringLike: { aws:RequestedRegion: ["eu-*", "us-*", "ap-*"] } }'));
    expect([told(result), result.drill.outcome]).to.deep.equal([[], 'held']);
  });
});
