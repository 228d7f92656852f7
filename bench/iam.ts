/**
 * Decisions per second of the evaluator on one core, for a cross-account AssumeRole with one identity policy, a trust
 * policy and six SCPs on three levels: with documents that it knows, and with documents that it sees for the first time. Beside
 * it, in the same run, SHA-256 of the same request as a measure of the machine and, if `npm run test:oracle` has installed it,
 * the oracle asked the same question. `--goal` exits 1 below 20,000 decisions a second or 15 times the oracle.
 */
import { createHash } from 'node:crypto';
import { evaluate } from '../iam/index.js';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyDocument } from '../iam/index.js';
import { simulationOf } from '../tools/oracle/adapter.js';
import { isInstalled, Oracle } from '../tools/oracle/process.js';

const GOAL = 20_000;
/** Times the oracle. */
const GOAL_RATIO = 15;
const ROUNDS = 5;
const REQUESTS = 40_000;
const FRESH_REQUESTS = 2_000;
const ORACLE_REQUESTS = 2_000;

const allowAll: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

function guardrail(name: string, actions: string[]): Policy {
  const statement = {
    Effect: 'Deny' as const,
    Action: actions,
    Resource: '*',
    Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/break-glass/BreakGlass' } },
  };
  return { name, document: { Version: '2012-10-17', Statement: [statement] } };
}

const policies: ApplicablePolicies = {
  identity: [
    {
      name: 'identity',
      document: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/break-glass/BreakGlass' },
        ],
      },
    },
  ],
  trust: {
    name: 'trust',
    document: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: ['AIDAEXAMPLEEXAMPLE001', 'AIDAEXAMPLEEXAMPLE002'] },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    },
  },
  scpsByLevel: [
    [{ name: 'full', document: allowAll }, guardrail('trail', ['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail'])],
    [{ name: 'full', document: allowAll }, guardrail('users', ['iam:CreateUser', 'iam:CreateAccessKey'])],
    [{ name: 'full', document: allowAll }, guardrail('providers', ['iam:*SAMLProvider'])],
  ],
};

/** A new request each time, as in a sweep. */
function request(number: number): AccessRequest {
  const account = String(100_000_000_000 + number);
  return {
    principal: 'arn:aws:iam::999999999999:user/break-glass/break-glass-1',
    principalId: 'AIDAEXAMPLEEXAMPLE001',
    action: 'sts:AssumeRole',
    resource: `arn:aws:iam::${account}:role/break-glass/BreakGlass`,
    resourceAccount: account,
    context: {
      'aws:PrincipalArn': 'arn:aws:iam::999999999999:user/break-glass/break-glass-1',
      'aws:MultiFactorAuthPresent': 'true',
      'aws:PrincipalOrgID': 'o-exampleorg1',
      'aws:RequestedRegion': 'eu-west-1',
    },
  };
}

function perSecond(count: number, work: (number: number) => void): number {
  const started = process.hrtime.bigint();
  for (let number = 0; number < count; number++) work(number);
  return count / (Number(process.hrtime.bigint() - started) / 1e9);
}

function median(values: number[]): number {
  return values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function decide(number: number, documents: ApplicablePolicies | undefined): void {
  if (!documents || evaluate(request(number), documents).decision !== 'allow')
    throw new Error('the request must be allowed');
}

/** The oracle's decisions per second, measured in its own process, without the way there and back. */
async function askOracle(oracle: Oracle): Promise<number> {
  const question = { request: request(0), policies, boundByScps: true, boundByRcps: true };
  const { decision, nanoseconds, refused } = await oracle.ask(simulationOf(question), ORACLE_REQUESTS);
  if (decision !== 'allow') throw new Error(`the oracle must allow the request: ${refused ?? decision ?? 'no answer'}`);
  return ORACLE_REQUESTS / (nanoseconds / 1e9);
}

const oracle = isInstalled() ? new Oracle() : undefined;
const measured: Record<'known' | 'fresh' | 'hashes' | 'oracle', number[]> = {
  known: [],
  fresh: [],
  hashes: [],
  oracle: [],
};
for (let round = 0; round < ROUNDS; round++) {
  measured.known.push(perSecond(REQUESTS, (number) => decide(number, policies)));
  const copies = Array.from({ length: FRESH_REQUESTS }, () => structuredClone(policies));
  measured.fresh.push(perSecond(FRESH_REQUESTS, (number) => decide(number, copies[number])));
  measured.hashes.push(perSecond(REQUESTS, (number) => void hash(JSON.stringify(request(number)))));
  if (oracle) measured.oracle.push(await askOracle(oracle));
}
oracle?.end();

const [known, fresh, hashes, asked] = [
  median(measured.known),
  median(measured.fresh),
  median(measured.hashes),
  median(measured.oracle),
];
const shown = (value: number): string => Math.round(value).toLocaleString('en');
process.stdout.write(
  `${shown(known)} decisions/s, ${shown(hashes)} SHA-256 of the same request/s, ratio ${(known / hashes).toFixed(2)} (median of ${ROUNDS} rounds)\n` +
    `${shown(fresh)} decisions/s with documents seen for the first time\n` +
    (oracle
      ? `${shown(asked)} decisions/s of the oracle, ratio ${(known / asked).toFixed(1)}; with documents seen for the first time ${(fresh / asked).toFixed(1)}\n`
      : 'the oracle is not installed: npm run test:oracle does it\n'),
);
if (process.argv.includes('--goal') && (known < GOAL || (oracle && known < asked * GOAL_RATIO))) {
  process.stdout.write(`below the goal of ${shown(GOAL)} decisions/s and ${GOAL_RATIO} times the oracle\n`);
  process.exitCode = 1;
}
