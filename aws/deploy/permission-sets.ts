/** Deploys permission sets of IAM Identity Center, and brings them up to date where they are assigned already. */
import {
  AttachManagedPolicyToPermissionSetCommand,
  CreatePermissionSetCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  ProvisionPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { PermissionSet, Statements } from '../../organization/model.js';
import { readPermissionSet } from '../snapshot/identity-center.js';
import { policyText, sameStatements } from './deployment.js';
import type { CenterSite } from './identity-center.js';

interface Wanted {
  name: string;
  set: PermissionSet;
  /** Its ARN, if it is there. */
  arn: string | undefined;
}

/** Makes one permission set that of the document; its ARN, or `undefined` if it could not be made. */
export async function deployPermissionSet(
  { deployment, admin, where }: CenterSite,
  InstanceArn: string,
  { name, set, arn }: Wanted,
): Promise<string | undefined> {
  const SessionDuration = `PT${Math.floor(set.sessionSeconds / 60)}M`;
  const before: PermissionSet =
    arn === undefined
      ? { sessionSeconds: set.sessionSeconds, policies: {}, managedPolicies: [] }
      : (await readPermissionSet(admin, InstanceArn, arn)).set;
  let made = arn;
  if (arn === undefined) {
    await deployment.change(where, `create the permission set ${name}`, async () => {
      made = (await admin.send(new CreatePermissionSetCommand({ InstanceArn, Name: name, SessionDuration })))
        .PermissionSet?.PermissionSetArn;
    });
  }
  if (made === undefined) return undefined;
  const which = { InstanceArn, PermissionSetArn: made };
  let changed = false;
  const change = async (what: string, send: () => Promise<unknown>): Promise<void> => {
    changed = (await deployment.change(where, `${what} of the permission set ${name}`, send)) || changed;
  };
  if (before.sessionSeconds !== set.sessionSeconds)
    await change('set the longest session', () =>
      admin.send(new UpdatePermissionSetCommand({ ...which, SessionDuration })),
    );
  for (const policy of set.managedPolicies)
    if (!before.managedPolicies.includes(policy))
      await change(`attach ${policy}`, () =>
        admin.send(new AttachManagedPolicyToPermissionSetCommand({ ...which, ManagedPolicyArn: policy })),
      );
  for (const policy of before.managedPolicies)
    if (!set.managedPolicies.includes(policy))
      await change(`detach ${policy}`, () =>
        admin.send(new DetachManagedPolicyFromPermissionSetCommand({ ...which, ManagedPolicyArn: policy })),
      );
  const [inline, old] = [oneOf(set.policies), oneOf(before.policies)];
  if (!sameStatements(inline, old)) {
    if (Object.keys(inline).length === 0)
      await change('delete the inline policy', () => admin.send(new DeleteInlinePolicyFromPermissionSetCommand(which)));
    else
      await change('put the inline policy', () =>
        admin.send(new PutInlinePolicyToPermissionSetCommand({ ...which, InlinePolicy: policyText(inline) })),
      );
  }
  const boundary = set.permissionsBoundary;
  if (boundary !== undefined && boundary !== before.permissionsBoundary) {
    const PermissionsBoundary = boundary.startsWith('arn:')
      ? { ManagedPolicyArn: boundary }
      : { CustomerManagedPolicyReference: { Name: boundary, Path: '/' } };
    await change('set the permissions boundary', () =>
      admin.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...which, PermissionsBoundary })),
    );
  }
  if (boundary === undefined && before.permissionsBoundary !== undefined)
    await change('take the permissions boundary away', () =>
      admin.send(new DeletePermissionsBoundaryFromPermissionSetCommand(which)),
    );
  // Where it is assigned already it stays as it was until it is provisioned again.
  if (changed && arn !== undefined)
    await change('provision the new content', () =>
      admin.send(new ProvisionPermissionSetCommand({ ...which, TargetType: 'ALL_PROVISIONED_ACCOUNTS' })),
    );
  return made;
}

/** A permission set has one inline policy: several in the document are one with all their statements. */
function oneOf(policies: Readonly<Record<string, Statements>>): Statements {
  return Object.assign({}, ...Object.values(policies)) as Statements;
}
