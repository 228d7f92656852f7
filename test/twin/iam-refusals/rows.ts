/** What IAM refuses, with its code and its text. */
import * as iam from '@aws-sdk/client-iam';
import { ADMINISTRATOR, allow, trust, tags, P, NONE } from './filled.js';
import type { Row } from './filled.js';

export const names: readonly Row[] = [
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'U' })),
    'EntityAlreadyExistsException',
    409,
    'User with name U already exists.',
  ],
  [
    (c) => c.send(new iam.CreateGroupCommand({ GroupName: 'g' })),
    'EntityAlreadyExistsException',
    409,
    'Group with name g already exists.',
  ],
  [
    (c) => c.send(new iam.CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust })),
    'EntityAlreadyExistsException',
    409,
    'Role with name r already exists.',
  ],
  [
    (c) => c.send(new iam.CreatePolicyCommand({ PolicyName: 'P', PolicyDocument: allow() })),
    'EntityAlreadyExistsException',
    409,
    'A policy called P already exists. Duplicate names are not allowed.',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'a b' })),
    'ValidationError',
    400,
    'The specified value for userName is invalid.',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'x'.repeat(65) })),
    'ValidationError',
    400,
    'length less than or equal to 64',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'n', Path: '/a' })),
    'ValidationError',
    400,
    'The specified value for path is invalid.',
  ],
  [
    (c) =>
      c.send(
        new iam.CreateRoleCommand({ RoleName: 'n', Path: '/aws-service-role/x/', AssumeRolePolicyDocument: trust }),
      ),
    'ValidationError',
    400,
    'The specified value for path is invalid.',
  ],
  [
    (c) =>
      c.send(new iam.CreateRoleCommand({ RoleName: 'n', AssumeRolePolicyDocument: trust, MaxSessionDuration: 3599 })),
    'ValidationError',
    400,
    'value greater than or equal to 3600',
  ],
  [
    (c) => c.send(new iam.UpdateRoleCommand({ RoleName: 'R', MaxSessionDuration: 43_201 })),
    'ValidationError',
    400,
    'value less than or equal to 43200',
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'n', PermissionsBoundary: NONE })),
    'NoSuchEntityException',
    404,
    `Scope ARN: ${NONE} does not exist or is not attachable.`,
  ],
  [
    (c) => c.send(new iam.CreateUserCommand({ UserName: 'n', Tags: tags(51) })),
    'ValidationError',
    400,
    'length less than or equal to 50',
  ],
  [
    (c) =>
      c.send(
        new iam.CreateUserCommand({
          UserName: 'n',
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'A', Value: '2' },
          ],
        }),
      ),
    'InvalidInputException',
    400,
    'Duplicate tag keys found.',
  ],
  [
    (c) => c.send(new iam.TagUserCommand({ UserName: 'u', Tags: [{ Key: 'aws:x', Value: '' }] })),
    'InvalidInputException',
    400,
    'reserved',
  ],
  [(c) => c.send(new iam.CreateAccountAliasCommand({ AccountAlias: 'Upper' })), 'ValidationError', 400, 'accountAlias'],
  [
    (c) =>
      c.send(new iam.UpdateAccessKeyCommand({ UserName: 'u', AccessKeyId: 'AKIAAAAAAAAAAAAAAAAA', Status: 'Active' })),
    'NoSuchEntityException',
    404,
    'The Access Key with id AKIAAAAAAAAAAAAAAAAA cannot be found.',
  ],
  [
    (c) => c.send(new iam.CreateSAMLProviderCommand({ Name: 's', SAMLMetadataDocument: 'x'.repeat(1000) })),
    'InvalidInputException',
    400,
    'Could not parse metadata',
  ],
];

export const conflicts: readonly Row[] = [
  [
    (c) => c.send(new iam.DeleteUserCommand({ UserName: 'u' })),
    'DeleteConflictException',
    409,
    'Cannot delete entity, must delete access keys first.',
  ],
  [
    (c) => c.send(new iam.DeleteGroupCommand({ GroupName: 'G' })),
    'DeleteConflictException',
    409,
    'Cannot delete entity, must remove users from group first.',
  ],
  [
    (c) => c.send(new iam.DeleteRoleCommand({ RoleName: 'R' })),
    'DeleteConflictException',
    409,
    'Cannot delete entity, must remove roles from instance profile first.',
  ],
  [
    (c) => c.send(new iam.DeleteInstanceProfileCommand({ InstanceProfileName: 'I' })),
    'DeleteConflictException',
    409,
    'must remove roles',
  ],
  [
    (c) => c.send(new iam.AddRoleToInstanceProfileCommand({ InstanceProfileName: 'I', RoleName: 'R' })),
    'LimitExceededException',
    409,
    'Cannot exceed quota',
  ],
  [
    (c) => c.send(new iam.DeletePolicyCommand({ PolicyArn: P })),
    'DeleteConflictException',
    409,
    'Cannot delete a policy attached to entities.',
  ],
  [
    (c) => c.send(new iam.DeletePolicyVersionCommand({ PolicyArn: P, VersionId: 'v1' })),
    'DeleteConflictException',
    409,
    'Cannot delete the default version of a policy.',
  ],
  [
    (c) => c.send(new iam.DeletePolicyVersionCommand({ PolicyArn: P, VersionId: 'v9' })),
    'NoSuchEntityException',
    404,
    'version v9 does not exist',
  ],
  [
    (c) => c.send(new iam.CreatePolicyVersionCommand({ PolicyArn: ADMINISTRATOR, PolicyDocument: allow() })),
    'AccessDenied',
    403,
    'is not authorized to perform: iam:CreatePolicyVersion',
  ],
  [
    (c) => c.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: NONE })),
    'NoSuchEntityException',
    404,
    `Policy ${NONE} does not exist or is not attachable.`,
  ],
  [
    (c) => c.send(new iam.AttachUserPolicyCommand({ UserName: 'u', PolicyArn: 'AdministratorAccess-long' })),
    'InvalidInputException',
    400,
    'ARN AdministratorAccess-long is not valid.',
  ],
  [
    (c) => c.send(new iam.DetachUserPolicyCommand({ UserName: 'u', PolicyArn: ADMINISTRATOR })),
    'NoSuchEntityException',
    404,
    `Policy ${ADMINISTRATOR} was not found.`,
  ],
  [
    (c) => c.send(new iam.RemoveUserFromGroupCommand({ UserName: 'deployment', GroupName: 'G' })),
    'NoSuchEntityException',
    404,
    'User deployment not in group G',
  ],
  [
    (c) => c.send(new iam.PutUserPolicyCommand({ UserName: 'u', PolicyName: 'p', PolicyDocument: allow(2048) })),
    'LimitExceededException',
    409,
    'Maximum policy size of 2048 bytes exceeded for user u',
  ],
  [
    (c) => c.send(new iam.PutGroupPolicyCommand({ GroupName: 'G', PolicyName: 'q', PolicyDocument: allow(4990) })),
    'LimitExceededException',
    409,
    'Maximum policy size of 5120 bytes exceeded for group G',
  ],
  [
    (c) => c.send(new iam.PutUserPolicyCommand({ UserName: 'u', PolicyName: 'p', PolicyDocument: '{}' })),
    'MalformedPolicyDocumentException',
    400,
    'Syntax errors in policy.',
  ],
  [
    (c) => c.send(new iam.CreatePolicyCommand({ PolicyName: 'n', PolicyDocument: allow(6144) })),
    'LimitExceededException',
    409,
    'Cannot exceed quota for PolicySize: 6144',
  ],
  [
    (c) => c.send(new iam.UpdateAssumeRolePolicyCommand({ RoleName: 'R', PolicyDocument: allow() })),
    'MalformedPolicyDocumentException',
    400,
    'Missing required field Principal',
  ],
];
