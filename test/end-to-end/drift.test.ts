import {
  AddUserToGroupCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  ListAccessKeysCommand,
  RemoveUserFromGroupCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  DeletePolicyCommand,
  DetachPolicyCommand,
  ListPoliciesCommand,
  UpdatePolicyCommand,
} from '@aws-sdk/client-organizations';
import { expect } from 'chai';
import { createClients } from '../../aws/clients.js';
import type { Clients } from '../../aws/clients.js';
import { httpTransport } from '../../aws/transport.js';
import type { Transport } from '../../aws/transport.js';
import { seededRandom } from '../../base/random.js';
import { serveEmulator } from '../../harness/targets/emulator.js';
import type { Emulator } from '../../harness/targets/emulator.js';
import { documentOf } from '../../organization/documents.js';
import type { Organization } from '../../organization/model.js';
import { drawn } from '../draw.js';
import { playDrill } from '../drill.js';
import { shippedLandingZone } from '../landing-zone.js';

const GROUP =
  'accounts: { management: { groups: { auditors: {} }, roles: { Pipeline: { trust: { statement-1: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::<self>:root" } } } } } } }';
const organization: Organization = shippedLandingZone(GROUP);
const management = organization.accounts[organization.management]?.id ?? '';

interface Hands {
  iam: ReturnType<Clients['iam']>;
  organizations: ReturnType<Clients['organizations']>;
}

/** A change by calls of the public API alone, how it is taken back, and what the drill must say of it. */
interface Sabotage {
  title: string;
  make(hands: Hands): Promise<unknown>;
  undo(hands: Hands): Promise<unknown>;
  expects: readonly (readonly [code: string, cause: RegExp])[];
}

const trust = (...principals: string[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: principals.map((AWS) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' })),
  });

async function policyId({ organizations }: Hands, wanted: string): Promise<string> {
  const { Policies: policies = [] } = await organizations.send(
    new ListPoliciesCommand({ Filter: 'SERVICE_CONTROL_POLICY' }),
  );
  return policies.find(({ Name: name }) => name === wanted)?.Id ?? '';
}

const ouId = (name: string): string => organization.ous[name]?.id ?? '';

/** A policy that nobody declared, on an OU. */
function attached(name: string, target: string, ...statements: unknown[]): Pick<Sabotage, 'make' | 'undo'> {
  return {
    make: async ({ organizations }) => {
      const { Policy: policy } = await organizations.send(
        new CreatePolicyCommand({
          Name: name,
          Description: '',
          Type: 'SERVICE_CONTROL_POLICY',
          Content: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
        }),
      );
      await organizations.send(
        new AttachPolicyCommand({ PolicyId: policy?.PolicySummary?.Id, TargetId: ouId(target) }),
      );
    },
    undo: async (hands) => {
      const PolicyId = await policyId(hands, name);
      await hands.organizations.send(new DetachPolicyCommand({ PolicyId, TargetId: ouId(target) }));
      await hands.organizations.send(new DeletePolicyCommand({ PolicyId }));
    },
  };
}

const sabotages: readonly Sabotage[] = [
  {
    title: 'a guardrail that stops break glass in whole services',
    ...attached('freeze', 'Production', {
      Sid: 'Stop',
      Effect: 'Deny',
      Action: ['ec2:*', 'rds:*', 's3:*', 'lambda:*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
    }),
    expects: [
      [
        'BG_GUARDRAIL_LOCKS_OUT',
        /^policy "freeze", which the document does not declare, statement "Stop": it exempts nobody, where StringEquals aws:RequestedRegion eu-west-1$/,
      ],
    ],
  },
  {
    title: 'a guardrail that is nothing to break glass',
    ...attached('small-instances', 'Production', {
      Effect: 'Deny',
      Action: 'ec2:RunInstances',
      Resource: '*',
      Condition: { StringNotEquals: { 'ec2:InstanceType': 't3.micro' } },
    }),
    expects: [],
  },
  {
    title: 'a guardrail that was taken off an OU',
    make: async (hands) =>
      hands.organizations.send(
        new DetachPolicyCommand({ PolicyId: await policyId(hands, 'protect-alarms'), TargetId: ouId('Sandbox') }),
      ),
    undo: async (hands) =>
      hands.organizations.send(
        new AttachPolicyCommand({ PolicyId: await policyId(hands, 'protect-alarms'), TargetId: ouId('Sandbox') }),
      ),
    expects: [
      ['BG_NOT_AS_DOCUMENT', /^policy "protect-alarms" attached to "Sandbox" is in the document, and is not there$/],
    ],
  },
  {
    title: 'a guardrail that was rewritten',
    make: async (hands) =>
      hands.organizations.send(
        new UpdatePolicyCommand({
          PolicyId: await policyId(hands, 'require-instance-metadata-v2'),
          Content: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Sid: 'DenyVersion1', Effect: 'Deny', Action: 'ec2:RunScheduledInstances', Resource: '*' }],
          }),
        }),
      ),
    undo: async (hands) =>
      hands.organizations.send(
        new UpdatePolicyCommand({
          PolicyId: await policyId(hands, 'require-instance-metadata-v2'),
          Content: JSON.stringify(
            documentOf(organization.serviceControlPolicies['require-instance-metadata-v2']?.statements ?? {}),
          ),
        }),
      ),
    expects: [
      [
        'BG_NOT_AS_DOCUMENT',
        /^policy "require-instance-metadata-v2", statement "DenyVersion1", is not as the document has it: Action "ec2:RunScheduledInstances", Resource "\*", Condition left out$/,
      ],
    ],
  },
  {
    title: 'a member of a group that the document has empty',
    make: ({ iam }) => iam.send(new AddUserToGroupCommand({ GroupName: 'auditors', UserName: 'deployment' })),
    undo: ({ iam }) => iam.send(new RemoveUserFromGroupCommand({ GroupName: 'auditors', UserName: 'deployment' })),
    expects: [['BG_NOT_IN_DOCUMENT', /^user "deployment" in group "auditors" is there/]],
  },
  {
    title: 'a user with an access key',
    make: async ({ iam }) => {
      await iam.send(new CreateUserCommand({ UserName: 'helper' }));
      await iam.send(new CreateAccessKeyCommand({ UserName: 'helper' }));
    },
    undo: async ({ iam }) => {
      const { AccessKeyMetadata: [key] = [] } = await iam.send(new ListAccessKeysCommand({ UserName: 'helper' }));
      await iam.send(new DeleteAccessKeyCommand({ UserName: 'helper', AccessKeyId: key?.AccessKeyId }));
      await iam.send(new DeleteUserCommand({ UserName: 'helper' }));
    },
    expects: [['BG_NOT_IN_DOCUMENT', /^user "helper" is there, and the document does not have it$/]],
  },
  {
    title: 'a role that trusts another account',
    make: async ({ iam }) => {
      await iam.send(
        new CreateRoleCommand({
          RoleName: 'Visitor',
          AssumeRolePolicyDocument: trust('arn:aws:iam::999900001111:root'),
        }),
      );
      await iam.send(
        new AttachRolePolicyCommand({ RoleName: 'Visitor', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      );
    },
    undo: async ({ iam }) => {
      await iam.send(
        new DetachRolePolicyCommand({ RoleName: 'Visitor', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
      );
      await iam.send(new DeleteRoleCommand({ RoleName: 'Visitor' }));
    },
    expects: [['BG_NOT_IN_DOCUMENT', /^role "Visitor" is there/]],
  },
  {
    title: 'a role of the document that trusts one more account',
    make: ({ iam }) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'Pipeline',
          PolicyDocument: trust(`arn:aws:iam::${management}:root`, 'arn:aws:iam::999900001111:root'),
        }),
      ),
    undo: ({ iam }) =>
      iam.send(
        new UpdateAssumeRolePolicyCommand({
          RoleName: 'Pipeline',
          PolicyDocument: trust(`arn:aws:iam::${management}:root`),
        }),
      ),
    expects: [['BG_NOT_IN_DOCUMENT', /^the trust policy of role "Pipeline", statement "statement-2" is there/]],
  },
  {
    title: 'a role for a service',
    make: ({ iam }) =>
      iam.send(
        new CreateRoleCommand({
          RoleName: 'worker',
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          }),
        }),
      ),
    undo: ({ iam }) => iam.send(new DeleteRoleCommand({ RoleName: 'worker' })),
    expects: [],
  },
];

describe('an organization that is not as its document says', function () {
  this.timeout(120_000);
  let emulator: Emulator;
  let transport: Transport;
  let hands: Hands;
  before(async () => {
    emulator = await serveEmulator(organization, seededRandom('drift'));
    transport = httpTransport(emulator.ready.endpoint);
    const clients = createClients(
      { transport, endpoint: emulator.ready.endpoint, region: 'eu-west-1' },
      emulator.ready.administrator,
    );
    hands = { iam: clients.iam(), organizations: clients.organizations() };
  });
  after(async () => {
    await transport.close();
    await emulator.close();
  });

  // A code works once: the next drill comes a minute later.
  afterEach(async () => {
    const answer = await fetch(`${emulator.ready.control}/clock`, {
      method: 'POST',
      body: JSON.stringify({ advanceSeconds: 60 }),
    });
    expect(answer.status).to.equal(200);
  });

  const play = async (): Promise<{ findings: (readonly [string, string])[]; outcomes: string[] }> => {
    const { result } = await playDrill([GROUP], {
      scenarios: ['readiness'],
      target: { name: 'endpoint', url: emulator.ready.endpoint, secrets: emulator.ready },
    });
    return {
      findings: result.findings.map(({ code, cause }) => [code, cause] as const),
      outcomes: result.scenarios.flatMap(({ checks }) => checks.map(({ outcome }) => outcome)),
    };
  };

  for (const { title, make, undo, expects } of drawn('drift', sabotages, { few: 3, more: 6 })) {
    it(`${expects.length > 0 ? 'has' : 'is sound with'} ${title}`, async () => {
      await make(hands);
      try {
        const { findings, outcomes } = await play();
        expect(
          findings.map(([code]) => code),
          JSON.stringify(findings),
        ).to.deep.equal(expects.map(([code]) => code));
        for (const [index, [, cause]] of expects.entries()) expect(findings[index]?.[1]).to.match(cause);
        if (expects.length === 0) expect(new Set(outcomes)).to.deep.equal(new Set(['held']));
      } finally {
        await undo(hands);
      }
    });
  }

  it('is sound again when all of it was taken back', async () => {
    expect(management).to.match(/^\d{12}$/);
    const { findings, outcomes } = await play();
    expect([findings, new Set(outcomes)]).to.deep.equal([[], new Set(['held'])]);
  });
});
