import { AttachPolicyCommand, CreatePolicyCommand } from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { openRemote } from '../../harness/targets/remote.js';
import { verifyDrill } from '../../reports/verify.js';
import { playDrill } from '../drill.js';
import { shippedLandingZone as landingZone } from '../landing-zone.js';
import { lyingEndpoint } from '../lying-endpoint.js';
import { truth, LIES } from './endpoint-lies.js';

describe('a drill of an endpoint that does not enforce everything', function () {
  this.timeout(60_000);

  it('is decided from the configuration, though trust policies are enforced', async () => {
    const unbound = LIES.find(({ lacking }) => lacking === 'enforces service control policies')?.lie ?? truth;
    const { endpoint, secrets, close } = await lyingEndpoint(unbound);
    try {
      const { result, texts } = await playDrill([], {
        scenarios: ['identity-provider-failure', 'guardrail-lockout'],
        target: { name: 'endpoint', url: endpoint, secrets },
      });
      expect(verifyDrill(texts).problems).to.deep.equal([]);
      const checks = result.scenarios.flatMap((scenario) => scenario.checks);
      expect(new Set(checks.map(({ outcome, evidence = '' }) => `${outcome} ${evidence}`))).to.deep.equal(
        new Set(['held evaluated', 'held declared', 'not applicable declared']),
      );
      // The trail that is looked into is the evaluator's: it shows nothing of what others did on the endpoint.
      expect(checks.filter(({ outcome }) => outcome === 'not applicable').map(({ title }) => title)).to.deep.equal([
        'finds its own uses alone in the trail',
        'finds its own uses alone in the trail',
      ]);
      const declared = checks.filter(({ evidence }) => evidence === 'declared').map(({ title }) => title);
      // Whose certificate the identity provider signs with is said by nobody but the document; guardrails were read.
      expect(new Set(declared)).to.deep.equal(
        new Set(['stops every federated sign-in', 'finds its own uses alone in the trail']),
      );
      // It speaks for AWS as little as AWS lets anybody: only the alarm can be seen to deliver.
      expect(checks.find(({ title }) => title.startsWith('raises every alarm'))?.summary).to.match(
        /the endpoint itself delivered 1 of 1, .* EventBridge in eu-west-1: takes no events of AWS from others \(NotAuthorizedForSourceException\)/,
      );
      expect(result.deliveries?.map(({ place, notTried }) => [place, notTried === undefined])).to.deep.equal([
        ['log group organization-trail', true],
        ['EventBridge in eu-west-1', false],
        ['EventBridge in us-east-1', false],
      ]);
      expect(result.target.answers?.find(({ capability }) => capability === 'enforces trust policies')?.able).to.equal(
        true,
      );
    } finally {
      await close();
    }
  });

  it('finds what a guardrail there does, of which the document says nothing', async () => {
    const { endpoint, secrets, close } = await lyingEndpoint(
      LIES.find(({ lacking }) => lacking === 'verifies MFA codes')?.lie ?? truth,
    );
    const remote = await openRemote({ endpoint, secrets, accountId: '', region: 'eu-west-1' });
    try {
      const organizations = (await remote.ways.clients(remote.ways.accountId)).organizations();
      const Content = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'All',
            Effect: 'Deny',
            Action: '*',
            Resource: '*',
            Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/break-glass/*' } },
          },
        ],
      });
      const { Policy: policy } = await organizations.send(
        new CreatePolicyCommand({
          Name: 'freeze',
          Description: 'Stops break glass alone.',
          Type: 'SERVICE_CONTROL_POLICY',
          Content,
        }),
      );
      await organizations.send(
        new AttachPolicyCommand({
          PolicyId: policy?.PolicySummary?.Id,
          TargetId: landingZone().accounts['payments-1']?.id,
        }),
      );
      const { result } = await playDrill([], {
        scenarios: ['team-loss'],
        target: { name: 'endpoint', url: endpoint, secrets },
      });
      expect(result.drill.exitCode).to.equal(1);
      expect(
        result.findings.map(({ code, accounts, evidence }) => [code, accounts.map(({ name }) => name), evidence]),
      ).to.deep.equal([['BG_GUARDRAIL_LOCKS_OUT', ['payments-1'], 'evaluated']]);
    } finally {
      await remote.close();
      await close();
    }
  });
});
