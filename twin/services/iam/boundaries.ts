/** Permissions boundaries: the same operations on users and roles. */
import { operation } from '../shared/operation.js';
import type { AnyOperation } from '../shared/operation.js';
import { boundaryArn, changeable, NAME_MEMBERS } from './entities.js';
import type { EntityInput } from './entities.js';
import { onEntity } from './permissions.js';

type BoundaryInput = EntityInput & { PermissionsBoundary: string };

function operationsFor(kind: 'user' | 'role', Kind: string): AnyOperation[] {
  const member = NAME_MEMBERS[kind];
  return [
    operation<BoundaryInput, unknown>({
      name: `Put${Kind}PermissionsBoundary`,
      permissions: onEntity(`Put${Kind}PermissionsBoundary`, kind, ({ PermissionsBoundary }: BoundaryInput) => ({
        'iam:PermissionsBoundary': PermissionsBoundary,
      })),
      run: (input, context) => {
        const entity = changeable(context, kind, input[member]);
        entity.permissionsBoundary = boundaryArn(context, input.PermissionsBoundary);
        return {};
      },
    }),
    operation<EntityInput, unknown>({
      name: `Delete${Kind}PermissionsBoundary`,
      permissions: onEntity(`Delete${Kind}PermissionsBoundary`, kind),
      run: (input, context) => {
        delete changeable(context, kind, input[member]).permissionsBoundary;
        return {};
      },
    }),
  ];
}

export const boundaryOperations = [...operationsFor('user', 'User'), ...operationsFor('role', 'Role')];
