import {
  CreatePermissionSetCommand,
  DeletePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { expect } from 'chai';
import { wallClock } from '../../base/clock.js';
import type { UndoPort } from '../../harness/drill/change.js';
import { lateUndoPort } from '../../harness/engine/undo.js';
import { containmentUndoers } from '../../harness/questions/federation/undoers.js';
import { deny, MANAGEMENT, setUp } from '../twin/sso-admin-setting.js';

describe('taking back what contained a permission set', () => {
  for (const gone of [false, true])
    it(gone ? 'is done where somebody has deleted the set meanwhile' : 'takes the policy away', async () => {
      const { clients, sso, center } = await setUp();
      const { PermissionSet: set } = await sso.send(
        new CreatePermissionSetCommand({ InstanceArn: center.InstanceArn, Name: 'Temporary' }),
      );
      const key = { InstanceArn: center.InstanceArn, PermissionSetArn: set?.PermissionSetArn };
      await sso.send(new PutInlinePolicyToPermissionSetCommand({ ...key, InlinePolicy: deny }));
      if (gone) await sso.send(new DeletePermissionSetCommand(key));
      const { port, provide } = lateUndoPort();
      const members: Partial<UndoPort> = { breakGlass: () => Promise.resolve(clients), clock: () => wallClock };
      provide(members);
      await containmentUndoers['permission-set-policy']?.(
        {
          account: MANAGEMENT,
          instanceArn: center.InstanceArn ?? '',
          permissionSetArn: set?.PermissionSetArn ?? '',
          before: '',
        },
        port,
      );
      const policy = await sso.send(new GetInlinePolicyForPermissionSetCommand(key)).then(
        ({ InlinePolicy: text = '' }) => text,
        (error: unknown) => (error as Error).name,
      );
      expect(policy).to.equal(gone ? 'ResourceNotFoundException' : '');
    });
});
