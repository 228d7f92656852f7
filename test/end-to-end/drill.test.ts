import { expect } from 'chai';
import { CodedError } from '../../base/errors.js';
import { silentProgress } from '../../harness/drill/progress.js';
import type { Evidence, Outcome } from '../../reports/result.js';
import readiness from '../../scenarios/readiness.js';
import { keptDrill, playDrill } from '../drill.js';

/** The scenario with most controls, where one is enough. */
const ONE = { scenarios: ['identity-provider-failure'] };

/** What could only be read, or was only declared, is said so. */
function evidenceOf(scenario: string, title: string): Evidence {
  if (/^(evaluates the configuration|tells the remaining)/.test(title)) return 'evaluated';
  if (scenario === 'readiness') return title.startsWith('keeps the factors') ? 'declared' : 'evaluated';
  return scenario === 'team-loss' && !/^(lets the remaining|raises|finds its own)/.test(title)
    ? 'declared'
    : 'observed';
}

describe('a control whose own policies nobody may ask about', () => {
  it('is an error before anything starts, and says what to allow', async () => {
    const overlay =
      'outsiders: { stranger: { users: { mallory: { policies: { assume-roles: { SimulateOwnPolicies: null } } } } } }';
    const error = await playDrill([overlay], ONE).then(
      () => undefined,
      (reason: unknown) => reason as CodedError,
    );
    expect(error?.code).to.equal('BG_USAGE');
    expect(error?.message).to.match(
      /^nobody may find out whether the control arn:aws:iam::999900001111:user\/mallory is entitled: .*iam:SimulatePrincipalPolicy/,
    );
    expect(error?.hint).to.match(/^Allow iam:SimulatePrincipalPolicy/);
  });
});

describe('the drill of the sound landing zone', () => {
  it('holds, has no finding, and tests every active account', async () => {
    const { result } = await keptDrill();
    expect(result.drill).to.deep.include({ outcome: 'held', exitCode: 0, mode: 'EMULATED' });
    expect(result.findings).to.deep.equal([]);
    expect(result.inventory.accounts).to.deep.equal({ active: 16, tested: 16, notActive: 1, excluded: 0 });
    expect(result.premises.map((premise) => premise.putBack)).to.deep.equal([
      'undone',
      'undone',
      'undone',
      'undone',
      'undone',
    ]);
    for (const scenario of result.scenarios)
      for (const check of scenario.checks)
        expect(check).to.deep.include({ outcome: 'held', evidence: evidenceOf(scenario.id, check.title) });
  });

  it('is the same, byte for byte, for the same seed, and another for another', async () => {
    const [one, two] = [await keptDrill(), await playDrill()];
    expect([...two.texts]).to.deep.equal([...one.texts]);
    const [short, other] = [await playDrill([], ONE), await playDrill([], { ...ONE, seed: '2' })];
    expect(other.texts.get('journal.jsonl')).to.not.equal(short.texts.get('journal.jsonl'));
  });

  it('plays two drills at once without mixing them', async () => {
    const missing = 'accounts: { network: { roles: null } }';
    const [sound, broken] = await Promise.all([playDrill([], ONE), playDrill([missing], ONE)]);
    expect([sound.result.drill.outcome, broken.result.drill.outcome]).to.deep.equal(['held', 'broken']);
  });
});

describe('controls prove something only if nothing else refuses them', () => {
  const outcomes = async (overlay: string): Promise<Record<string, Outcome>> => {
    const { result } = await playDrill([overlay], ONE);
    return Object.fromEntries(
      result.scenarios.flatMap((scenario) => scenario.checks.map((check) => [check.title, check.outcome])),
    );
  };

  it('an ordinary user whose own policy does not allow the hop is inconclusive', async () => {
    const found = await outcomes(
      'accounts: { management: { users: { deployment: { policies: { assume-roles: null } } } } }',
    );
    expect(found['refuses an ordinary IAM user with MFA']).to.equal('inconclusive');
    expect(found['refuses an outsider of the organization']).to.equal('held');
  });

  it('an outsider whose own policy does not allow the hop is inconclusive', async () => {
    const found = await outcomes(
      'outsiders: { stranger: { users: { mallory: { policies: { assume-roles: { AssumeAnyRole: { Resource: "arn:aws:iam::999900001111:role/*" } } } } } } }',
    );
    expect(found['refuses an outsider of the organization']).to.equal('inconclusive');
  });

  it('everybody who gets in is named, and the statement that lets them in is one cause', async () => {
    const wide =
      'accounts: { management: { roles: { BreakGlass: { trust: { Everybody: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "*" } } } } } } }';
    const { result } = await playDrill([wide], ONE);
    const causes = result.findings.map(({ code, cause, accounts }) => [
      code,
      /statement "Everybody"/.test(cause),
      accounts.map(({ name }) => name).join(),
    ]);
    expect(causes.filter(([code]) => code === 'BG_TRUST_TOO_WIDE')).to.have.length(1);
    const reasons = result.scenarios.flatMap(({ checks }) => checks.map(({ reason = '' }) => reason)).join();
    for (const who of ['erin', 'deployment', 'mallory'])
      expect(reasons).to.contain(`${who}`).and.contain('got into management');
    for (const [, named, where] of causes) expect([named, where]).to.deep.equal([true, 'management']);
  });
});

describe('BoolIfExists and Null let keys without MFA in', () => {
  for (const condition of [
    '{ BoolIfExists: { "aws:MultiFactorAuthPresent": "true" }, Bool: null }',
    '{ "Null": { "aws:MultiFactorAuthPresent": "false" }, Bool: null }',
  ]) {
    it(condition, async () => {
      const { result } = await playDrill(
        [`everyAccount: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Condition: ${condition} } } } } }`],
        ONE,
      );
      expect(result.findings.map(({ code, accounts }) => [code, accounts.length])).to.deep.equal([
        ['BG_MFA_NOT_REQUIRED', 15],
      ]);
    });
  }
});

/** Checks that are over before the first premise begins. */
const READ_BEFORE = (await readiness.rehearse()).checks.length;

describe('stopping a drill', () => {
  it('undoes everything, writes the report and exits 4, wherever it is stopped', async () => {
    for (const stopAfter of [0, 1, 9, 15]) {
      const controller = new AbortController();
      let checks = 0;
      const stop = (): void => controller.abort(new CodedError('BG_ABORTED', 'stopped by SIGINT'));
      const progress = {
        ...silentProgress,
        step: (what: string) => void (stopAfter === 0 && what === 'The identity provider is down' && stop()),
        check: () => void (++checks === stopAfter && stop()),
      };
      const { result } = await playDrill([], {}, { signal: controller.signal, progress });
      expect(result.drill, `after ${stopAfter} checks`).to.deep.include({ outcome: 'aborted', exitCode: 4 });
      expect(result.notUndone).to.deep.equal([]);
      expect(result.premises.map((premise) => premise.putBack)).to.not.include('not undone');
      expect(
        result.scenarios.flatMap(({ checks }) => checks).filter((check) => check.outcome === 'held').length,
      ).to.be.at.most(stopAfter === 0 ? READ_BEFORE : stopAfter);
      expect(result.scenarios.flatMap(({ checks }) => checks.map((check) => check.outcome))).to.include('aborted');
    }
  });
});
