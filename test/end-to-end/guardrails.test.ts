import { expect } from 'chai';
import type { embeddedTarget } from '../../harness/targets/embedded.js';
import type { CheckResult } from '../../reports/result.js';
import { playDrill } from '../drill.js';
import { jsonAnswer, tampered } from '../tampered-target.js';

const alone = { scenarios: ['guardrail-lockout'] };

async function checks(
  overlays: readonly string[],
  openTarget?: typeof embeddedTarget,
): Promise<Record<string, CheckResult>> {
  const { result } = await playDrill(overlays, alone, openTarget ? { openTarget } : {});
  return Object.fromEntries(
    result.scenarios.flatMap((scenario) =>
      scenario.checks.map((check) => [check.title.split(' ').slice(0, 4).join(' '), check]),
    ),
  );
}

/** Error of the service itself for what is not there. */
const ABSENT: Readonly<Record<string, string>> = {
  cloudtrail: 'TrailNotFoundException',
  events: 'ResourceNotFoundException',
  logs: 'ResourceNotFoundException',
};

/** The embedded target, whose services of that list look for the thing before they ask whether the caller may change it. */
function validatingFirst(...services: readonly string[]): typeof embeddedTarget {
  return tampered({
    answer: ({ service, operation }, _request, next) =>
      services.includes(service) && !/^(Describe|Get|List)/.test(operation)
        ? Promise.resolve(jsonAnswer(400, { __type: ABSENT[service] ?? '', message: 'There is none.' }))
        : next(),
  });
}

describe('a service that looks for the thing before it authorizes', () => {
  const tooWide =
    'serviceControlPolicies: { protect-cloudtrail: { statements: { DenyTrailChanges: { Condition: { ArnNotLike: { aws:PrincipalArn: "arn:aws:iam::*:role/*" } } } } } }';

  it('is noticed by the calibration, and the evaluator decides instead', async () => {
    const found = await checks([], validatingFirst('cloudtrail', 'events', 'logs'));
    expect(found['lets break glass through']).to.deep.include({ outcome: 'held', evidence: 'evaluated' });
    expect(found['stops an ordinary administrator']).to.deep.include({ outcome: 'held', evidence: 'evaluated' });
    expect(found['stops break glass at']).to.deep.include({ outcome: 'held', evidence: 'observed' });
  });

  it('does not hide a guardrail that is too wide: neither is it held, nor broken by the service’s own answer', async () => {
    const { result } = await playDrill([tooWide], alone, {
      openTarget: validatingFirst('cloudtrail', 'events', 'logs'),
    });
    expect(result.findings.map(({ code, evidence }) => [code, evidence])).to.deep.equal([
      ['BG_GUARDRAIL_TOO_WIDE', 'evaluated'],
    ]);
  });

  it('is passed over where another service can test the same guardrail', async () => {
    const lock = 'serviceControlPolicies: { protect-cloudtrail: null }';
    expect((await checks([lock], validatingFirst('cloudtrail')))['lets break glass through']).to.deep.include({
      outcome: 'held',
      evidence: 'observed',
    });
  });
});

describe('editing guardrails', () => {
  const title = 'lets break glass edit guardrails from the management account, and nobody from a member account';

  it('is tested with the management account alone: without it nothing is held', async () => {
    const { result } = await playDrill([], alone);
    expect(result.scenarios[0]?.checks.find((check) => check.title === title)).to.deep.include({
      outcome: 'held',
      evidence: 'observed',
      summary: '16 of 16 attempts to edit as expected',
    });
  });

  it('is refused to a break-glass role that lacks the permission, and the finding says by what', async () => {
    const denied =
      'accounts: { management: { roles: { BreakGlass: { policies: { no-policies: { NoPolicies: { Effect: Deny, Action: "organizations:UpdatePolicy", Resource: "*" } } } } } } }';
    const { result } = await playDrill([denied], alone);
    expect(result.findings.map(({ code, cause }) => [code, cause])).to.deep.equal([
      [
        'BG_REPAIR_DENIED',
        'a policy of the role /break-glass/BreakGlass denies organizations:UpdatePolicy in the management account: policy "no-policies", statement "NoPolicies", denies it',
      ],
    ]);
  });
});

describe('a resource control policy that should yield', () => {
  const perimeter = (condition: string): string =>
    `resourceControlPolicies: { perimeter: { attachedTo: [Workloads], expects: yields, statements: { Deny: { Effect: Deny, Principal: "*", Action: "sts:AssumeRole", Resource: "*", Condition: ${condition} } } } }`;
  const play = async (condition: string): Promise<string[]> =>
    (await playDrill([perimeter(condition)], alone)).result.findings.map(({ code, cause }) => `${code} ${cause}`);

  it('lets the hop through and stops an outsider', async () => {
    expect(await play('{ StringNotEqualsIfExists: { aws:PrincipalOrgID: "o-exampleorg1" } }')).to.deep.equal([]);
  });

  it('is found if it blocks the hop', async () => {
    expect(await play('{ StringNotEqualsIfExists: { aws:PrincipalOrgID: "o-another0000" } }')).to.deep.equal([
      'BG_RCP_DENIED a resource control policy denies sts:AssumeRole on /break-glass/BreakGlass: policy "perimeter", statement "Deny" where StringNotEqualsIfExists aws:PrincipalOrgID o-another0000',
    ]);
  });

  it('is found if it stops no outsider', async () => {
    expect(
      await play(
        '{ StringNotEquals: { aws:PrincipalOrgID: "o-exampleorg1" }, StringEquals: { aws:PrincipalIsAWSService: "true" } }',
      ),
    ).to.deep.equal([
      'BG_GUARDRAIL_TOO_WIDE policy "perimeter" does not stop an outsider: statement "Deny" exempts StringNotEquals aws:PrincipalOrgID o-exampleorg1',
    ]);
  });
});

describe('an account that refuses a read by which tests are planned', () => {
  const hidden = (action: string): string =>
    `serviceControlPolicies: { hide: { attachedTo: [Sandbox], expects: indifferent, statements: { S: { Effect: Deny, Action: [${action}], Resource: "*", Condition: { ArnNotLike: { aws:PrincipalArn: "arn:aws:iam::*:role/break-glass/BreakGlass" } } } } } }`;

  it('takes nothing else with it: its role is known from the path of the others', async () => {
    const found = await checks([hidden('"iam:GetRole", "iam:ListRoles"')]);
    for (const title of [
      'lets break glass through',
      'stops an ordinary administrator',
      'evaluates the configuration where',
    ])
      expect(found[title], title).to.deep.include({ outcome: 'held' });
  });

  it('is inconclusive alone where a guardrail asks for what it does not show', async () => {
    const byTag =
      'everyAccount: { roles: { BreakGlass: { tags: { Rescue: "yes" } } } }\nserviceControlPolicies: { detectors: { attachedTo: [Workloads, Sandbox], expects: yields, statements: { Keep: { Effect: Deny, Action: "guardduty:Delete*", Resource: "*", Condition: { StringNotEquals: { "aws:PrincipalTag/Rescue": "yes" } } } } } }';
    const decided = async (...overlays: string[]): Promise<unknown> => {
      const { outcome, summary } = (await checks(overlays))['evaluates the configuration where'] ?? {};
      return [outcome, summary];
    };
    expect(await decided(byTag)).to.deep.equal(['held', '97 of 97 guardrails in accounts as expected']);
    // Both sides in each of the three accounts, and no other guardrail there.
    expect(await decided(byTag, hidden('"iam:ListRoles"'))).to.deep.equal([
      'inconclusive',
      '91 of 97 guardrails in accounts as expected',
    ]);
  });
});
