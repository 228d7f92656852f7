/** What break-glass users have themselves: policies of their own, attached and of their groups, and boundaries. */
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeleteUserPermissionsBoundaryCommand,
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  PutGroupPolicyCommand,
  PutUserPermissionsBoundaryCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import type { Fault } from './fault.js';
import { EVERYWHERE, MEMBERS, text } from './hands.js';
import type { Hands, Undo } from './hands.js';

const UserName = 'break-glass-2';
const ENTER = ['identity-provider-failure'];
const BOTH = ['readiness', ...ENTER];
const ROLE = 'arn:aws:iam::*:role/break-glass/BreakGlass';

type Statement = Record<string, unknown>;
const deny = (Sid: string, Condition?: Statement): Statement => ({
  Sid,
  Effect: 'Deny',
  Action: 'sts:AssumeRole',
  Resource: '*',
  ...(Condition ? { Condition } : {}),
});

/** One more inline policy, or another text of the one that lets the user in. */
const inline =
  (PolicyName: string, ...statements: Statement[]) =>
  async (hands: Hands): Promise<Undo> => {
    const iam = hands.management().iam();
    const put = (...all: Statement[]): Promise<unknown> =>
      iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: text(...all) }));
    await put(...statements);
    if (PolicyName !== 'assume-break-glass-role')
      return () => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
    return () => put({ Sid: 'AssumeBreakGlassRole', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ROLE });
  };

/** A managed policy, put to use and taken off again. */
const managed =
  (
    PolicyName: string,
    statement: Statement,
    use: (iam: ReturnType<ReturnType<Hands['management']>['iam']>, arn: string) => Promise<Undo>,
  ) =>
  async (hands: Hands): Promise<Undo> => {
    const iam = hands.management().iam();
    const { Policy: policy } = await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: text(statement) }));
    const takeOff = await use(iam, policy?.Arn ?? '');
    return async () => {
      await takeOff();
      await iam.send(new DeletePolicyCommand({ PolicyArn: policy?.Arn }));
    };
  };

const attached = (PolicyName: string, statement: Statement): Fault['apply'] =>
  managed(PolicyName, statement, async (iam, PolicyArn) => {
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn }));
    return () => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  });

const bounded = (PolicyName: string, statement: Statement): Fault['apply'] =>
  managed(PolicyName, statement, async (iam, PermissionsBoundary) => {
    await iam.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary }));
    return () => iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName }));
  });

/** A policy of a group that the user joins. */
const ofGroup =
  (PolicyName: string, statement: Statement): Fault['apply'] =>
  async (hands) => {
    const iam = hands.management().iam();
    const member = { UserName, GroupName: 'auditors' };
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'auditors', PolicyName, PolicyDocument: text(statement) }));
    await iam.send(new AddUserToGroupCommand(member));
    return async () => {
      await iam.send(new RemoveUserFromGroupCommand(member));
      await iam.send(new DeleteGroupPolicyCommand({ GroupName: 'auditors', PolicyName }));
    };
  };

interface Told {
  scenarios: readonly string[];
  code?: string;
  causes: readonly string[];
  accounts?: readonly string[];
}

function strict(name: string, apply: Fault['apply'], told: Told): Fault {
  const { scenarios, code = 'BG_IDENTITY_DENIED', causes, accounts = EVERYWHERE } = told;
  return { name, direction: 'too-strict', apply, scenarios, expects: { code, causes, accounts } };
}

const loose = (name: string, apply: Fault['apply'], causes: readonly string[]): Fault => ({
  name,
  direction: 'too-loose',
  apply,
  scenarios: ['readiness'],
  expects: { code: 'BG_USER_STANDING_RIGHTS', causes: ['"break-glass-2"', ...causes], accounts: ['management'] },
});

const STORAGE = { Sid: 'Files', Effect: 'Allow', Action: 's3:*', Resource: '*' };

const sound = (name: string, apply: Fault['apply']): Fault => ({ name, direction: 'sound', apply, scenarios: BOTH });

export const ownPolicyFaults: readonly Fault[] = [
  strict(
    'a policy of the user denies hops until a date',
    inline('leave', deny('OnLeave', { DateLessThan: { 'aws:CurrentTime': '2039-01-01T00:00:00Z' } })),
    { scenarios: ENTER, causes: ['"leave"', '"OnLeave"', 'DateLessThan', 'aws:CurrentTime', '2039-01-01T00:00:00Z'] },
  ),
  strict(
    'a policy of the user denies hops through one Region',
    inline('regions', deny('NotThere', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })),
    { scenarios: BOTH, causes: ['"regions"', '"NotThere"', 'StringEquals', 'aws:RequestedRegion', 'us-east-1'] },
  ),
  strict(
    'an attached policy denies whoever has no tag',
    attached('tagged-only', deny('NoTag', { Null: { 'aws:PrincipalTag/on-call': 'true' } })),
    { scenarios: BOTH, causes: ['"tagged-only"', '"NoTag"', 'Null', 'aws:PrincipalTag/on-call', 'true'] },
  ),
  strict(
    'a policy of a group denies hops',
    ofGroup('desk-only', deny('Desk', { StringLike: { 'aws:username': 'break-glass-*' } })),
    {
      scenarios: ENTER,
      causes: ['"desk-only" of group "auditors"', '"Desk"', 'StringLike', 'aws:username', 'break-glass-*'],
    },
  ),
  strict(
    'the policy that lets the user in asks for a tag',
    inline('assume-break-glass-role', {
      Sid: 'Tagged',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: ROLE,
      Condition: { StringEquals: { 'aws:PrincipalTag/team': 'security' } },
    }),
    {
      scenarios: BOTH,
      causes: ['"assume-break-glass-role"', '"Tagged"', 'aws:PrincipalTag/team', 'security'],
      // In its own account the trust policy, which names the user, is enough.
      accounts: MEMBERS,
    },
  ),
  strict(
    'the policy that lets the user in names another role',
    inline('assume-break-glass-role', {
      Sid: 'Old',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Resource: 'arn:aws:iam::*:role/OldBreakGlass',
    }),
    {
      scenarios: BOTH,
      causes: ['"assume-break-glass-role"', '"Old"', 'arn:aws:iam::*:role/OldBreakGlass'],
      accounts: MEMBERS,
    },
  ),
  strict(
    'a boundary of the user asks for a tag',
    bounded('fence', {
      Sid: 'Named',
      Effect: 'Allow',
      Action: 'sts:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalTag/team': 'security' } },
    }),
    {
      scenarios: BOTH,
      code: 'BG_BOUNDARY_DENIED',
      causes: ['permissions boundary "fence"', '"Named"', 'StringEquals', 'aws:PrincipalTag/team', 'security'],
    },
  ),
  strict(
    'a boundary of the user does not know hops',
    bounded('fence', { Effect: 'Allow', Action: ['s3:*', 'sts:Get*'], Resource: '*' }),
    { scenarios: ENTER, code: 'BG_BOUNDARY_DENIED', causes: ['permissions boundary "fence"', '"break-glass-2"'] },
  ),
  {
    name: 'a policy of the user denies hops from elsewhere',
    direction: 'too-strict',
    apply: inline('office', deny('Office', { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
    scenarios: BOTH,
    asks: 'set breakGlass.from.sourceIp',
    expects: { code: 'BG_NOT_IN_DOCUMENT', causes: ['"office"', '"Office"'], accounts: ['management'] },
  },
  sound(
    'a policy of the user denies hops without MFA',
    inline('mfa', deny('NoMfa', { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })),
  ),
  sound(
    'a boundary of the user allows hops and nothing else',
    bounded('fence', { Sid: 'Hops', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ROLE }),
  ),
  sound(
    'a policy of a group denies what is no hop of break glass',
    ofGroup('no-storage', { Sid: 'NoStorage', Effect: 'Deny', Action: 's3:*', Resource: '*' }),
  ),
  loose('a break-glass user may do everything with storage', inline('files', STORAGE), ['"files"', '"Files"', 's3:*']),
  loose(
    'a group gives a break-glass user rights of its own',
    ofGroup('keys', { Sid: 'Keys', Effect: 'Allow', Action: ['kms:Decrypt', 'ssm:StartSession'], Resource: '*' }),
    ['"keys" of group "auditors"', '"Keys"', 'kms:Decrypt', 'ssm:StartSession'],
  ),
  sound(
    'a break-glass user may look after its own factors',
    inline(
      'itself',
      {
        Sid: 'Own',
        Effect: 'Allow',
        Action: ['iam:ChangePassword', 'iam:*MFADevice'],
        Resource: ['arn:aws:iam::*:user/break-glass/${aws:username}', 'arn:aws:iam::*:mfa/*'],
      },
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: ['iam:GetUser', 'iam:ListMFADevices', 'sts:GetCallerIdentity'],
        Resource: '*',
      },
    ),
  ),
  sound(
    'a Deny takes back what another statement allows',
    inline('files', STORAGE, { Sid: 'Not', Effect: 'Deny', Action: 's3:*', Resource: '*' }),
  ),
];
