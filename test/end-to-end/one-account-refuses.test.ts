import { expect } from 'chai';
import type { DrillResult } from '../../reports/result.js';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';
import type { PlayedDrill } from '../drill.js';

const SHUT = 'sandbox-1';
const ELSEWHERE = 'payments-1';

/** Nobody but break glass may make these calls in one account. */
const refusing = (...actions: string[]): string =>
  `serviceControlPolicies: { shut: { attachedTo: [${SHUT}], expects: indifferent, statements: { Shut: { Effect: Deny, Action: ${JSON.stringify(actions)}, Resource: "*", Condition: { ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/break-glass/BreakGlass"] } } } } } }`;

/** A role of direct federation, for which nobody asks but whoever lists roles, that may enter the break-glass role by its trust. */
const doorOf = (account: string): string =>
  `accounts: { ${account}: { samlProviders: { direct: {} }, roles: { Direct: { trust: { Saml: { Effect: Allow, Action: "sts:AssumeRoleWithSAML", Principal: { Federated: "arn:aws:iam::<self>:saml-provider/direct" }, Condition: { StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } } } }, policies: { hop: { Hop: { Effect: Allow, Action: "sts:AssumeRole", Resource: "*" } } } }, BreakGlass: { trust: { Door: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<self>:role/Direct" } } } } } } }`;

const play = (...overlays: string[]): Promise<PlayedDrill> =>
  playDrill(overlays, { scenarios: ['identity-provider-compromise'] });

const outcomes = ({ scenarios }: DrillResult): Record<string, string> =>
  Object.fromEntries(
    scenarios.flatMap(({ checks }) => checks).map(({ id, outcome }): [string, string] => [id, outcome]),
  );

/** What was answered in each cell but those of the account that refuses, by who asked and where. */
function cellsElsewhere({ texts }: PlayedDrill): Record<string, string> {
  const lines = (texts.get('journal.jsonl') ?? '').split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines
      .map((line) => JSON.parse(line) as { kind: string; cell?: string } & Record<string, unknown>)
      .filter(({ kind }) => kind === 'cell')
      .map((record) => record as unknown as { item: string; outcome: string; account: { name: string } })
      .filter(({ item, account }) => account.name !== SHUT && !item.includes(SHUT))
      .map(({ item, outcome }): [string, string] => [item, outcome]),
  );
}

describe('an account that refuses a read', function () {
  this.timeout(120_000);
  let sound: PlayedDrill;
  before(async () => {
    sound = await play();
  });

  const refusals = [
    // Its own roles of direct federation cannot be found: who comes by them was not tried.
    ['iam:ListRoles', ['attackers.enter.nothing', 'attackers.alter.noRole', 'attackers.contained']],
    // The path of a role behind a permission set is known.
    ['iam:GetRole', []],
    ['iam:ListSAMLProviders', []],
    ['iam:GetAccountAuthorizationDetails', []],
    ['iam:GetAccountSummary', []],
  ] as const;
  const [first, ...others] = refusals;
  for (const [action, open] of [first, ...drawn('refusing account', others, { few: 1, more: 4 })]) {
    it(`takes nothing else with it: ${action}`, async () => {
      const refused = await play(refusing(action));
      const wanted = { ...outcomes(sound.result), ...Object.fromEntries(open.map((id) => [id, 'inconclusive'])) };
      expect(outcomes(refused.result)).to.deep.equal(wanted);
      expect(Object.keys(cellsElsewhere(sound)).length).to.be.greaterThan(400);
      expect(cellsElsewhere(refused)).to.deep.equal(cellsElsewhere(sound));
      for (const check of refused.result.scenarios.flatMap(({ checks }) => checks))
        if ((open as readonly string[]).includes(check.id))
          expect(check.reason).to.include(`of ${SHUT} could not be tried`).and.include(action);
      expect(refused.result.findings).to.deep.equal([]);
    });
  }

  it('hides no fault of another account', async () => {
    const { result } = await play(refusing('iam:ListRoles'), doorOf(ELSEWHERE));
    expect(outcomes(result)).to.include({ 'attackers.enter.nothing': 'broken' });
    expect(result.findings.flatMap(({ accounts }) => accounts.map(({ name }) => name))).to.include(ELSEWHERE);
  });

  it('is never held itself, whatever stands there', async () => {
    const { result } = await play(refusing('iam:ListRoles'), doorOf(SHUT));
    expect(outcomes(result)['attackers.enter.nothing']).to.not.equal('held');
    expect(result.drill.outcome).to.not.equal('held');
    // Where it may be read, it is found: the fault is one.
    const told = await play(doorOf(SHUT));
    expect(outcomes(told.result)).to.include({ 'attackers.enter.nothing': 'broken' });
  });
});
