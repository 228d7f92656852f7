/** Calls about roles, users and SAML providers. */
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  DeleteRolePolicyCommand,
  DeleteSAMLProviderCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { iamArn, NO_ENTITY } from './call.js';
import type { HarmlessCall } from './call.js';

/** About the break-glass role itself: they name the real role, and something that it does not have. */
export const roleCalls: readonly HarmlessCall[] = [
  {
    title: 'delete an inline policy, which it does not have, of the break-glass role',
    action: 'iam:DeleteRolePolicy',
    resource: ({ roleArn }) => roleArn,
    send: (clients, { roleName, absent }) =>
      clients.iam().send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: absent })),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'detach a policy, which it does not have, from the break-glass role',
    action: 'iam:DetachRolePolicy',
    resource: ({ roleArn }) => roleArn,
    send: (clients, aim) =>
      clients
        .iam()
        .send(new DetachRolePolicyCommand({ RoleName: aim.roleName, PolicyArn: iamArn(aim, `policy/${aim.absent}`) })),
    absentAnswers: NO_ENTITY,
  },
];

/** About users and SAML providers that do not exist. */
export const identityCalls: readonly HarmlessCall[] = [
  {
    title: 'create a user behind a permissions boundary that does not exist',
    action: 'iam:CreateUser',
    resource: (aim) => iamArn(aim, `user/${aim.absent}`),
    // Never without the boundary: it is what keeps the call from succeeding.
    send: (clients, aim) =>
      clients
        .iam()
        .send(
          new CreateUserCommand({ UserName: aim.absent, PermissionsBoundary: iamArn(aim, `policy/${aim.absent}`) }),
        ),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'create an access key for a user that does not exist',
    action: 'iam:CreateAccessKey',
    resource: (aim) => iamArn(aim, `user/${aim.absent}`),
    // The name is never left out: without it the call is about the caller.
    send: (clients, { absent }) => clients.iam().send(new CreateAccessKeyCommand({ UserName: absent })),
    absentAnswers: NO_ENTITY,
  },
  {
    title: 'give a password to a user that does not exist',
    action: 'iam:CreateLoginProfile',
    resource: (aim) => iamArn(aim, `user/${aim.absent}`),
    send: (clients, { absent }) => clients.iam().send(new CreateLoginProfileCommand({ UserName: absent })),
    absentAnswers: [...NO_ENTITY, 'PasswordPolicyViolationException'],
  },
  {
    title: 'delete a SAML provider that does not exist',
    action: 'iam:DeleteSAMLProvider',
    resource: (aim) => iamArn(aim, `saml-provider/${aim.absent}`),
    send: (clients, aim) =>
      clients
        .iam()
        .send(new DeleteSAMLProviderCommand({ SAMLProviderArn: iamArn(aim, `saml-provider/${aim.absent}`) })),
    absentAnswers: NO_ENTITY,
  },
];
