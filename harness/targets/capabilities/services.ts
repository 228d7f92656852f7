/** Which services are there at all? */
import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { postJson } from '../../../aws/federated-sign-in.js';
import { asAdministrator } from './capability.js';
import type { CapabilityProbe } from './capability.js';

/** Without it there are no accounts to list and no policies to read: the document says which there are. */
export const organizations: CapabilityProbe = {
  capability: 'has Organizations',
  asked: 'DescribeOrganization',
  calls: ['organizations:DescribeOrganization'],
  ask: async (probing) =>
    shown(
      (await (await asAdministrator(probing)).organizations().send(new DescribeOrganizationCommand({}))).Organization
        ?.Id,
    ),
};

export const identityCenter: CapabilityProbe = {
  capability: 'has Identity Center',
  asked: 'ListInstances',
  calls: ['sso:ListInstances'],
  ask: async (probing) =>
    shown(
      (await (await asAdministrator(probing)).ssoAdmin().send(new ListInstancesCommand({}))).Instances?.[0]
        ?.InstanceArn,
    ),
};

export const trails: CapabilityProbe = {
  capability: 'has CloudTrail',
  asked: 'DescribeTrails',
  calls: ['cloudtrail:DescribeTrails'],
  ask: async (probing) =>
    shown(
      `${(await (await asAdministrator(probing)).cloudtrail().send(new DescribeTrailsCommand({}))).trailList?.length ?? 0} trails`,
    ),
};

/** How the sign-in page turns away somebody who does not exist. */
export const signInPage: CapabilityProbe = {
  capability: 'has a console for programs',
  asked: 'a sign-in of a user that is not there',
  calls: ['sign-in:/sign-in/console'],
  ask: async ({ remote }) => {
    const { statusCode, content } = await postJson(remote.transport, '/sign-in/console', { account: '', user: '' });
    return shown(
      statusCode === 401 && typeof content['message'] === 'string' ? `401 ${content['message']}` : undefined,
    );
  },
};

/** Able if there is something to show. */
function shown(answer: string | undefined): { able: boolean; answer: string } {
  return { able: answer !== undefined, answer: answer ?? 'nothing' };
}
