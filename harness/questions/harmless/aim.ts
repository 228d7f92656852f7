/** Where the harmless calls of a drill are aimed. */
import { uuid } from '../../../base/ids.js';
import { seededRandom } from '../../../base/random.js';
import { roleArn } from '../../drill/context.js';
import type { DrillContext } from '../../drill/context.js';
import type { Aim } from './call.js';

/** A name of this drill that nothing has: never "probably not there". */
export function absentName({ file, drillId }: Pick<DrillContext, 'file' | 'drillId'>): string {
  return `bgdrill-${uuid(seededRandom(`${file.seed} ${drillId}`))}`;
}

/** The aim of a call in an account and a Region. */
export function aimAt(context: DrillContext, accountId: string, region: string, absent: string): Aim {
  const { organizationId, managementAccountId } = context.inventory;
  return {
    partition: context.target.partition,
    accountId,
    organizationId,
    managementAccountId,
    region,
    roleArn: roleArn(context, accountId),
    roleName: context.file.breakGlass.role.split('/').at(-1) ?? '',
    absent,
  };
}
