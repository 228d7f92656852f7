import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { drawn } from '../draw.js';
import { sessionArn } from '../../aws/issued-credentials.js';
import { recover } from '../../harness/engine/recover.js';
import { noSecrets } from '../../harness/targets/secrets-file.js';
import { readDrillFolder } from '../../reports/files.js';
import type { Outcome } from '../../reports/result.js';
import { verifyDrill } from '../../reports/verify.js';
import { playDrill, withFolder } from '../drill.js';
import { jsonAnswer, queryAnswer, tampered } from '../tampered-target.js';
import type { Tampering } from '../tampered-target.js';

/** Whatever the code, it is accepted. */
const acceptsAnyCode: Tampering = {
  answer: async ({ operation, roleArn = '' }, request, next) => {
    const answer = await next();
    const refused = Buffer.from(answer.body).toString('utf8').includes('MultiFactorAuthentication failed');
    const credentials =
      '<AccessKeyId>ASIAEXAMPLEEXAMPLE00</AccessKeyId><SecretAccessKey>none</SecretAccessKey><SessionToken>none</SessionToken><Expiration>2030-01-01T00:00:00Z</Expiration>';
    const name = new URLSearchParams(Buffer.from(request.body).toString('utf8')).get('RoleSessionName') ?? '';
    const user = `<AssumedRoleUser><Arn>${sessionArn(roleArn, name)}</Arn></AssumedRoleUser>`;
    return refused ? queryAnswer(operation, `<Credentials>${credentials}</Credentials>${user}`) : answer;
  },
};

/** The operation is answered as if it were done, and is not. */
const onlyPretends = (pretended: string): Tampering => ({
  answer: ({ operation }, _request, next) =>
    operation === pretended ? Promise.resolve(queryAnswer(operation)) : next(),
});

const FAULTS: readonly (readonly [
  fault: string,
  Tampering,
  scenario: string,
  check: RegExp,
  outcome: Outcome,
  code: string | undefined,
])[] = [
  [
    'the identity provider does not go down',
    { parts: () => ({ take: () => Promise.resolve() }) },
    'identity-provider-failure',
    /^stops every federated/,
    'inconclusive',
    undefined,
  ],
  [
    'Identity Center does not go down',
    { parts: () => ({ take: () => Promise.resolve() }) },
    'identity-center-outage',
    /^stops every federated/,
    'inconclusive',
    undefined,
  ],
  [
    'every MFA code is accepted',
    acceptsAnyCode,
    'identity-provider-failure',
    /wrong MFA code$/,
    'broken',
    'BG_MFA_CODE_IGNORED',
  ],
  [
    'a policy that ends sessions is not stored',
    onlyPretends('PutRolePolicy'),
    'identity-provider-compromise',
    /^lets a break-glass user end/,
    'broken',
    'BG_CONTAINMENT_FAILED',
  ],
];

/** The network fails on the way to STS, once the sweep has signed in. */
const noAnswer: Tampering = {
  answer: ({ operation }, request, next) =>
    operation === 'AssumeRole' && Buffer.from(request.body).toString('utf8').includes('drill-')
      ? Promise.reject(new Error('the network is down'))
      : next(),
};

/** The queue of receipts stays empty although the configuration is sound, and does not say why. */
const noReceipts: Tampering = {
  answer: ({ operation }, _request, next) =>
    operation === 'ReceiveMessage' ? Promise.resolve(jsonAnswer(200, {})) : next(),
};

/** Every alarm is said to be ringing, whenever it is asked about. */
const alwaysRinging: Tampering = {
  answer: async ({ operation }, _request, next) => {
    const answer = await next();
    if (operation !== 'DescribeAlarms') return answer;
    return jsonAnswer(
      200,
      JSON.parse(
        Buffer.from(answer.body).toString('utf8').replaceAll('"StateValue":"OK"', '"StateValue":"ALARM"'),
      ) as object,
    );
  },
};

/** Messages reach the queue so many milliseconds later than they do. */
const lateReceipts = (late: number): Tampering => ({
  answer: async ({ operation }, _request, next) => {
    const answer = await next();
    if (operation !== 'ReceiveMessage') return answer;
    const content = JSON.parse(Buffer.from(answer.body).toString('utf8')) as {
      Messages?: { Attributes: Record<string, string> }[];
    };
    for (const { Attributes: attributes } of content.Messages ?? [])
      attributes['SentTimestamp'] = String(Number(attributes['SentTimestamp']) + late);
    return jsonAnswer(200, content);
  },
});

describe('what no organization can do wrong, but what answers can', () => {
  for (const [fault, tampering, scenario, title, outcome, code] of drawn('faults of targets', FAULTS, {
    few: 2,
    more: 4,
  })) {
    it(`${fault}: ${scenario} is ${outcome}`, async () => {
      const { result } = await playDrill([], { scenarios: [scenario] }, { openTarget: tampered(tampering) });
      const checks = result.scenarios.flatMap(({ checks: all }) => all);
      expect(checks.find((check) => title.test(check.title))?.outcome).to.equal(outcome);
      expect(result.findings.map((finding) => finding.code)).to.deep.equal(code === undefined ? [] : [code]);
      expect(result.drill.exitCode).to.equal(outcome === 'broken' ? 1 : 3);
    });
  }

  for (const [title, tampering, code] of [
    ['messages never arrive', noReceipts, 'BG_ALARM_MISSING'],
    ['an alarm rings before anything happened', alwaysRinging, 'BG_ALARM_NOT_QUIET'],
    ['messages arrive late', lateReceipts(400_000), 'BG_ALARM_LATE'],
  ] as const) {
    it(`${title}: ${code}`, async () => {
      const { result } = await playDrill(
        [],
        { scenarios: ['identity-provider-failure'] },
        { openTarget: tampered(tampering) },
      );
      expect(new Set(result.findings.map((finding) => finding.code))).to.deep.equal(new Set([code]));
      expect(result.drill.exitCode).to.equal(1);
    });
  }

  it('nothing answers: nothing is held, nothing is broken, and the cells say why', async () => {
    const { result, texts } = await playDrill(
      [],
      { scenarios: ['identity-provider-failure'] },
      { openTarget: tampered(noAnswer) },
    );
    expect([result.drill.outcome, result.drill.exitCode, result.findings]).to.deep.equal(['inconclusive', 3, []]);
    expect(texts.get('journal.jsonl')).to.include('BG_NO_ANSWER').and.include('the network is down');
  });

  it('a control that is refused by its own policies proves nothing', async () => {
    const { texts } = await playDrill(
      ['accounts: { management: { users: { deployment: { policies: { assume-roles: null } } } } }'],
      { scenarios: ['identity-provider-failure'] },
    );
    expect(texts.get('journal.jsonl')).to.include('BG_CONTROL_NOT_ENTITLED');
  });

  it('what cannot be given back is said, with the command that finishes the job, and nothing more is broken', async () => {
    const { result, texts } = await playDrill(
      [],
      {},
      { openTarget: tampered({ parts: () => ({ giveBack: () => Promise.reject(new Error('it hangs')) }) }) },
    );
    expect(result.drill.exitCode).to.equal(5);
    expect(result.notUndone.map(({ what, finish }) => [what, finish.length > 0])).to.deep.equal([
      ['The identity provider is down', true],
    ]);
    expect(result.premises.map(({ title, putBack }) => [title, putBack])).to.deep.equal([
      ['The identity provider is down', 'not undone'],
    ]);
    // The drill had ended: what recovering writes behind its end changes none of its reports.
    await withFolder(async (folder) => {
      for (const [name, text] of texts) writeFileSync(join(folder, name), text);
      expect(verifyDrill(readDrillFolder(folder))).to.deep.include({ ok: true, problems: [] });
      expect(verifyDrill(readDrillFolder(folder)).notUndone).to.have.length(1);
      const { undone, left } = await recover(folder, { secrets: noSecrets, progress: () => undefined });
      expect([undone, left]).to.deep.equal([['The identity provider is down'], []]);
      const recovered = readDrillFolder(folder);
      expect(verifyDrill(recovered)).to.deep.include({ ok: true, problems: [], notUndone: [] });
      expect(recovered.get('journal.jsonl')?.trimEnd().split('\n').at(-1)).to.include('"kind":"undo"');
    });
  });
});
