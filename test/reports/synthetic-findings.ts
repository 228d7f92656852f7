/** What the scenarios of a synthetic result played, found and left as a risk. */
import type { CheckResult, Finding, MatrixAccount, ResidualRisk, ScenarioResult } from '../../reports/result.js';

export function syntheticFindings(accounts: readonly MatrixAccount[]): Finding[] {
  const of = (pick: (account: MatrixAccount) => boolean): Finding['accounts'] =>
    accounts.filter(pick).map(({ id, name }) => ({ id, name }));
  const common = {
    scenarios: ['identity-provider-failure'],
    evidence: 'observed' as const,
    controls: ['AWS Well-Architected SEC03-BP03', 'NIST SP 800-53 AC-2(2)'],
  };
  return [
    {
      ...common,
      code: 'BG_ROLE_MISSING',
      severity: 'critical',
      title: 'The break-glass role is missing',
      cause: 'there is no role /break-glass/BreakGlass in the account',
      accounts: of(({ users }) => users['break-glass-1'] === 'broken'),
      remedy: 'Deploy the break-glass role to the account, and make its deployment part of account creation.',
    },
    {
      ...common,
      code: 'BG_TRUST_DENIED',
      severity: 'critical',
      title: 'The trust policy refuses a break-glass user',
      cause: 'the trust policy of /break-glass/BreakGlass does not admit user "break-glass-2" with MFA',
      accounts: of(({ users }) => users['break-glass-1'] === 'held' && users['break-glass-2'] === 'broken'),
      remedy: 'Name both users in the trust policy.',
    },
    {
      ...common,
      code: 'BG_GUARDRAIL_LOCKS_OUT',
      severity: 'critical',
      title: 'A guardrail stops break glass where it should yield',
      cause:
        'policy "region-lock", statement "DenyOtherRegions": StringNotEquals compares literally and never matches a wildcard; use ArnNotLike',
      accounts: of(({ guardrail }) => guardrail === 'broken'),
      remedy:
        'Exempt the role in the statement that denies: ArnNotLike on aws:PrincipalArn with the ARN of the role, path included.',
    },
    {
      ...common,
      code: 'BG_ALARM_MISSING',
      severity: 'high',
      title: 'Use of break glass raises no alarm in a Region',
      cause: 'the subscription of topic "break-glass-used" in us-east-1 is not confirmed',
      accounts: [],
      remedy: 'Confirm the subscription of the receipt queue in us-east-1.',
    },
  ];
}

function check(id: string): Pick<CheckResult, 'id' | 'controls'> {
  return { id, controls: ['NIST SP 800-53 CP-4'] };
}

export function syntheticScenarios(broken: boolean): ScenarioResult[] {
  return [
    {
      id: 'identity-provider-failure',
      title: 'Reach every account while the identity provider is down',
      source: 'AWS whitepaper "Organizing Your AWS Environment Using Multiple Accounts", Break glass access',
      outcome: broken ? 'broken' : 'held',
      checks: [
        {
          ...check('federation.shut'),
          title: 'stops every federated sign-in',
          outcome: 'held',
          evidence: 'observed',
          summary: '2 of 2 people could not sign in',
        },
        {
          ...check('sweep.reach.everyAccount'),
          title: 'lets every break-glass user enter every account and act there',
          outcome: broken ? 'broken' : 'held',
          evidence: 'observed',
          summary: 'cells',
          ...(broken
            ? { reason: 'break-glass-2 did not get into team-0001-test, team-0003-production and 58 more' }
            : {}),
        },
        {
          ...check('guardrails.decide.byEvaluation'),
          title: 'evaluates the configuration where no call may test a guardrail',
          outcome: 'held',
          evidence: 'evaluated',
          summary: '60 of 60',
        },
        ...(broken
          ? [
              {
                ...check('alarms.wake.somebody'),
                title: 'wakes somebody',
                outcome: 'inconclusive' as const,
                reason: 'nobody confirmed a page',
              },
            ]
          : []),
      ],
    },
    {
      id: 'team-loss',
      title: 'Keep a way in when people, teams or sites are lost',
      source: 'AWS whitepaper',
      outcome: 'held',
      checks: [
        {
          ...check('people.survive.person'),
          title: 'leaves a way in after the loss of any one person',
          outcome: 'held',
          evidence: 'declared',
          summary: '4 of 4',
        },
      ],
    },
  ];
}

export function syntheticRisks(): ResidualRisk[] {
  return [
    {
      principal: 'permission set "Administrator" (erin)',
      account: { id: '111122223333', name: 'management' },
      action: 'organizations:DetachPolicy',
      resource: '*',
      meaning: 'A federated administrator of the management account can take a guardrail off every account.',
    },
    {
      principal: 'permission set "Administrator" (erin)',
      account: { id: '111122223333', name: 'management' },
      action: 'cloudtrail:UpdateTrail',
      resource: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/organization',
      meaning: 'The organization trail can be sent elsewhere, and the alarms over logs fall silent.',
    },
  ];
}
