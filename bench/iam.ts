/**
 * Decisions per second of the evaluator on one core, for a cross-account AssumeRole with one identity policy, a trust
 * policy and six SCPs on three levels; beside it, in the same run, SHA-256 of the same request as a measure of the
 * machine. `--goal` exits 1 below 20,000 decisions a second.
 */
import { createHash } from 'node:crypto';
import { evaluate } from '../iam/index.js';
import type { AccessRequest, ApplicablePolicies, Policy, PolicyDocument } from '../iam/index.js';

const GOAL = 20_000;
const ROUNDS = 5;
const REQUESTS = 40_000;

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
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/break-glass/BreakGlass' }],
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

function perSecond(work: (number: number) => void): number {
  const started = process.hrtime.bigint();
  for (let number = 0; number < REQUESTS; number++) work(number);
  return REQUESTS / (Number(process.hrtime.bigint() - started) / 1e9);
}

function median(values: number[]): number {
  return values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const decisions: number[] = [];
const hashes: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  decisions.push(
    perSecond((number) => {
      if (evaluate(request(number), policies).decision !== 'allow') throw new Error('the request must be allowed');
    }),
  );
  hashes.push(perSecond((number) => void hash(JSON.stringify(request(number)))));
}
const [decided, hashed] = [median(decisions), median(hashes)];
const shown = (value: number): string => Math.round(value).toLocaleString('en');
process.stdout.write(
  `${shown(decided)} decisions/s, ${shown(hashed)} SHA-256 of the same request/s, ` +
    `ratio ${(decided / hashed).toFixed(2)} (median of ${ROUNDS} rounds)\n`,
);
if (process.argv.includes('--goal') && decided < GOAL) {
  process.stdout.write(`below the goal of ${shown(GOAL)} decisions/s\n`);
  process.exitCode = 1;
}
