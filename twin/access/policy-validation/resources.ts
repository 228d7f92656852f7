/** Resource and NotResource elements (IAM user guide, "Resource"): `*`, or an ARN whose service and IAM type are spelled out. */
import { splitArn } from '../../../iam/arn.js';

const PARTITIONS = ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc'];

const IAM_TYPES = [
  ...['user/', 'federated-user/', 'role/', 'group/', 'instance-profile/', 'mfa/', 'server-certificate/'],
  ...['policy/', 'sms-mfa/', 'saml-provider/', 'oidc-provider/', 'report/', 'access-report/'],
];

/** True for what AWS's older parser refuses before anything else looks at it: too few colons around an empty part, no service. */
export function failsLegacyParsing(resource: string): boolean {
  if (resource === '*') return false;
  const colons = resource.split(':').length - 1;
  return (colons < 5 && resource.includes('::')) || (colons >= 2 && splitArn(resource)[2] === '');
}

/** What is wrong with a resource; `undefined` for a right one. */
export function wrongResource(resource: string): string | undefined {
  if (/^\*+$/.test(resource)) return undefined;
  const [scheme, partition = '', service = '', region = '', account = '', name = ''] = splitArn(resource);
  if (scheme !== 'arn' || !resource.includes(':')) return `Resource ${resource} must be in ARN format or "*".`;
  if (partition !== '*' && !PARTITIONS.includes(partition)) {
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${service || '*'}:${region || '*'}:${account || '*'}:${name || '*'}".`;
  }
  if (service === '' || /[*?]/.test(service))
    return 'Resource vendor must be fully qualified and cannot contain regexes.';
  if (service !== 'iam') return undefined;
  if (region !== '' && region !== '*') return `IAM resource ${resource} cannot contain region information.`;
  // IAM completes an ARN that ends before its last part.
  if (name === '' || name === '*' || name === 'root' || IAM_TYPES.some((type) => name.startsWith(type)))
    return undefined;
  return `IAM resource path must either be "*" or start with ${IAM_TYPES.join(', ')}.`;
}
