import { expect } from 'chai';
import { evaluate } from '../../iam/index.js';
import type { ApplicablePolicies, PolicyStatement } from '../../iam/index.js';
import type { Question, Simulation } from '../../tools/oracle/adapter.js';
import { simulationOf } from '../../tools/oracle/adapter.js';
import { askBoth, explain } from '../../tools/oracle/explain.js';
import type { Answer } from '../../tools/oracle/process.js';
import { base, everything, full, policy, request } from './fixture.js';

describe('the comparison with an oracle', () => {
  const question = (statement: PolicyStatement, policies: Partial<ApplicablePolicies> = {}): Question => ({
    request: { ...request, context: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
    policies: { ...base, identity: [policy('p', statement)], ...policies },
    boundByScps: true,
    boundByRcps: true,
  });
  const epoch: PolicyStatement = { ...everything, Condition: { DateLessThan: { 'aws:CurrentTime': '1893456000' } } };

  /** An oracle that answers what `answer` makes of the question. */
  const oracle = (answer: (simulation: Simulation) => Answer['decision']) => ({
    ask: (simulation: Simulation): Promise<Answer> => {
      const decision = answer(simulation);
      return Promise.resolve({
        ignored: [],
        nanoseconds: 0,
        ...(decision === undefined ? { refused: 'why not' } : { decision }),
      });
    },
  });
  /** Reads the conditions of no statement: an Allow under a condition allows nothing. */
  const unconditional = oracle(({ identityPolicies }) =>
    JSON.stringify(identityPolicies).includes('Condition') ? 'implicitDeny' : 'allow',
  );
  const sullen = oracle(() => 'implicitDeny');
  const explained = async (from: ReturnType<typeof oracle>, asked: Question): Promise<unknown> =>
    await explain(from, await askBoth(from, asked));

  it('explains a difference by the condition that is read otherwise, if both agree without it', async () => {
    expect(await explained(unconditional, question(epoch))).to.deep.equal(['epoch']);
  });

  it('does not take the presence of such a condition for an explanation', async () => {
    expect(await explained(sullen, question(epoch))).to.equal(undefined);
  });

  it('explains no difference that no class points at', async () => {
    expect(await explained(sullen, question(everything))).to.equal(undefined);
    expect(
      await explained(unconditional, question({ ...everything, Condition: { Null: { 'aws:username': 'true' } } })),
    ).to.equal(undefined);
  });

  it('finds nothing to explain where both agree', async () => {
    expect(
      await explained(
        oracle(() => 'allow'),
        question(everything),
      ),
    ).to.equal('agreed');
  });

  it('does not take a refusal for an answer', async () => {
    const error = await explained(
      oracle(() => undefined),
      question(everything),
    ).catch((reason: unknown) => reason);
    expect(String(error)).to.contain('refuses').and.to.contain('why not');
  });

  it('hands over what the caller of the oracle owes it: exemptions, the root user, unique ids', () => {
    const deny = policy('deny', { Effect: 'Deny', Action: '*', Resource: '*' });
    const trust = policy('trust', {
      Effect: 'Allow',
      Principal: { AWS: ['AIDAALICE', 'AIDAOTHER'] },
      Action: 'sts:AssumeRole',
    });
    const asked = question(everything, { scpsByLevel: [[deny]], rcpsByLevel: [[deny]], trust, session: [full, deny] });
    const free = simulationOf({
      ...asked,
      boundByScps: false,
      boundByRcps: false,
      request: { ...asked.request, principalId: 'AIDAALICE' },
    });
    expect(free.serviceControlPolicies).to.deep.equal([]);
    expect(free.resourceControlPolicies).to.deep.equal([]);
    expect(free.resourcePolicy?.Statement)
      .to.have.nested.property('[0].Principal.AWS')
      .that.deep.equals([request.principal, 'AIDAOTHER']);
    expect(free.sessionPolicy?.Statement).to.have.length(2);
    const root = simulationOf({ ...asked, request: { ...asked.request, principal: 'arn:aws:iam::111111111111:root' } });
    expect(root.identityPolicies).to.have.length(1).and.to.have.nested.property('[0].policy.Statement.Effect', 'Allow');
    expect(root.serviceControlPolicies).to.have.length(1);
    expect(evaluate(asked.request, asked.policies).decision).to.equal('explicitDeny');
  });
});
