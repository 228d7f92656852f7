import { anyGuard } from '../any-guard.js';
import { expect } from 'chai';
import { TOTP } from 'otpauth';
import { createQueryClient } from '../../aws/query-client.js';
import type { QueryClient } from '../../aws/query-client.js';
import { createSigner } from '../../aws/signer.js';
import type { Credentials } from '../../aws/signer.js';
import { embeddedTarget } from '../../harness/targets/embedded.js';
import type { Target } from '../../harness/drill/target.js';
import type { DrillResult } from '../../reports/result.js';
import { playDrill } from '../drill.js';

const CHECK = 'finds its own uses alone in the trail';
const ROLE = 'arn:aws:iam::444455556666:role/break-glass/BreakGlass';

/** Somebody who holds what the custodians of a break-glass user hold. */
interface Intruder {
  query: QueryClient;
  keys: Credentials;
  signIn(): Promise<Credentials>;
}

/** The embedded target, on which somebody acts while the disaster of the drill is being taken back. */
function visitedBy(act: (intruder: Intruder) => Promise<unknown>): typeof embeddedTarget {
  return (organization, random) => {
    const target = embeddedTarget(organization, random);
    const visit = async (): Promise<void> => {
      // Codes of this minute were shown to the drill.
      await target.clock.sleep(60_000);
      await act(intruderAt(target));
    };
    const giveBack: Target['giveBack'] = async (component) => {
      await target.giveBack(component);
      await visit();
    };
    return { ...target, giveBack };
  };
}

function intruderAt(target: Target): Intruder {
  const { accessKeyId = '', secretAccessKey = '', mfa } = target.secretsOf('management', 'break-glass-2') ?? {};
  const options = target.connect('path', anyGuard());
  const query = createQueryClient(options, createSigner(new URL(options.endpoint).host, target.wireClock));
  const keys = { accessKeyId, secretAccessKey };
  const signIn = async (): Promise<Credentials> => {
    const code = new TOTP({ secret: mfa?.seed ?? '', period: 30, digits: 6 }).generate({
      timestamp: target.clock.now(),
    });
    const answer = await query.getSessionToken(keys, { serialNumber: mfa?.serialNumber ?? '', code });
    if (!answer.ok) throw new Error(answer.message);
    // Records hold whole seconds, and a trail delivers in no order.
    await target.clock.sleep(1000);
    return answer.value;
  };
  return { query, keys, signIn };
}

const played = async (
  act: (intruder: Intruder) => Promise<unknown>,
  overlays: readonly string[] = [],
): Promise<DrillResult> =>
  (await playDrill(overlays, { scenarios: ['identity-provider-failure'] }, { openTarget: visitedBy(act) })).result;

const outcomeOf = ({ scenarios }: DrillResult, title: string): string | undefined =>
  scenarios[0]?.checks.find((check) => check.title === title)?.outcome;

describe('somebody else uses break glass during the drill', () => {
  it('and is found in the trail, whatever they call their session', async () => {
    const result = await played(async ({ query, signIn }) => {
      const entered = await query.assumeRole(await signIn(), { roleArn: ROLE, sessionName: 'drill-emulated-2a60ba37' });
      expect(entered.ok).to.equal(true);
      if (entered.ok) await query.getAccountSummary(entered.value);
    });
    expect(result.drill.exitCode).to.equal(1);
    expect(outcomeOf(result, CHECK)).to.equal('broken');
    expect(
      outcomeOf(result, 'raises every alarm within its service level'),
      'the alarms are about the uses of the drill',
    ).to.equal('held');
    expect(new Set(result.findings.map(({ code }) => code))).to.deep.equal(new Set(['BG_USE_UNEXPLAINED']));
    const causes = result.findings.map(({ cause }) => cause).join('\n');
    expect(causes, causes).to.match(
      /^"break-glass-2" of account 111122223333, from 127\.0\.0\.1, made 2 calls about break glass that are not of this drill, the first sts:GetSessionToken in eu-west-1 at 20/m,
    );
    expect(causes, 'what the session did').to.match(
      /assumed-role\/BreakGlass\/drill-emulated-2a60ba37, from 127\.0\.0\.1, made 1 call .*iam:GetAccountSummary/,
    );
  });

  it('and is found though it was refused', async () => {
    const result = await played(({ query, keys }) => query.assumeRole(keys, { roleArn: ROLE, sessionName: 'x-1' }));
    expect(result.findings.map(({ code, accounts }) => [code, accounts.map(({ name }) => name)])).to.deep.equal([
      ['BG_USE_UNEXPLAINED', ['network']],
    ]);
    expect(result.findings[0]?.cause).to.match(
      /made 1 call .* of arn:aws:iam::444455556666:role\/break-glass\/BreakGlass, refused, in eu-west-1/,
    );
  });

  it('and is found in the event history where the trail writes to no log group', async () => {
    const result = await played(
      async ({ query, signIn }) => query.assumeRole(await signIn(), { roleArn: ROLE, sessionName: 'x-1' }),
      ['accounts: { management: { monitoring: { trails: { organization-trail: { logGroup: null } } } } }'],
    );
    expect(result.findings.map(({ code }) => code).sort()).to.deep.equal([
      'BG_TRAIL_WITHOUT_LOGS',
      'BG_USE_UNEXPLAINED',
    ]);
  });

  it('is nobody while nobody does, and unknown where only the event history is left', async () => {
    const nobody = (): Promise<void> => Promise.resolve();
    expect(outcomeOf(await played(nobody), CHECK)).to.equal('held');
    expect(
      outcomeOf(
        await played(nobody, [
          'accounts: { management: { monitoring: { trails: { organization-trail: { logGroup: null } } } } }',
        ]),
        CHECK,
      ),
    ).to.equal('inconclusive');
  });

  for (const records of ['None', 'WriteOnly']) {
    it(`is unknown where the trail records ${records} and misses the drill itself: no news of others would be no news`, async () => {
      const overlay = `accounts: { management: { monitoring: { trails: { organization-trail: { records: ${records} } } } } }`;
      const intruder = async ({ query, keys }: Intruder): Promise<unknown> =>
        query.assumeRole(keys, { roleArn: ROLE, sessionName: 'x-1' });
      expect(outcomeOf(await played(intruder, [overlay]), CHECK)).to.equal('inconclusive');
    });
  }
});
