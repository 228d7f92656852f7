/** Which services permissions policies let somebody call, without regard to resources and conditions. */
import type { PolicyDocument, PolicyStatement } from '../../../iam/index.js';

/**
 * Services that the twin answers for, by the prefix of their actions, as IAM names them (service authorization reference): those
 * that an Allow of everything is known to reach.
 */
const SERVICES: Readonly<Record<string, string>> = {
  cloudtrail: 'AWS CloudTrail',
  cloudwatch: 'Amazon CloudWatch',
  ec2: 'Amazon EC2',
  events: 'Amazon EventBridge',
  iam: 'AWS Identity and Access Management',
  identitystore: 'AWS Identity Store',
  kms: 'AWS Key Management Service',
  logs: 'Amazon CloudWatch Logs',
  organizations: 'AWS Organizations',
  s3: 'Amazon S3',
  sns: 'Amazon SNS',
  sqs: 'Amazon SQS',
  sso: 'AWS IAM Identity Center',
  sts: 'AWS Security Token Service',
  tag: 'Amazon Resource Group Tagging API',
};

/** Event sources whose first label is not the prefix of the service's actions. */
const PREFIX_OF_SOURCE: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', tagging: 'tag' };

/** A service that the twin does not answer for is called by its prefix. */
export function serviceName(namespace: string): string {
  return SERVICES[namespace] ?? namespace;
}

/** `iam.amazonaws.com` -> `iam`. */
export function namespaceOf(eventSource: string): string {
  const [label = ''] = eventSource.split('.');
  return PREFIX_OF_SOURCE[label] ?? label;
}

/** Prefixes of the services that any statement allows and none denies altogether, sorted as IAM sorts them. */
export function allowedNamespaces(documents: readonly PolicyDocument[]): string[] {
  const statements = documents.flatMap(({ Statement }) => [Statement].flat());
  const denied = new Set(statements.filter(deniesAlways).flatMap(({ Action = [] }) => wholeServices([Action].flat())));
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(namespacesOf);
  return [...new Set(allowed)].filter((namespace) => !denied.has(namespace) && !denied.has('*')).sort();
}

function deniesAlways({ Effect, Resource, Condition }: PolicyStatement): boolean {
  return Effect === 'Deny' && Condition === undefined && [Resource].flat().includes('*');
}

function namespacesOf({ Action, NotAction }: PolicyStatement): string[] {
  if (Action === undefined) {
    const left = new Set(wholeServices([NotAction ?? '*'].flat()));
    return left.has('*') ? [] : Object.keys(SERVICES).filter((namespace) => !left.has(namespace));
  }
  return [Action].flat().flatMap((action) => (action === '*' ? Object.keys(SERVICES) : prefixOf(action)));
}

/** Of actions such as `iam:*` the prefixes; `*` for everything. */
function wholeServices(actions: readonly string[]): string[] {
  return actions.flatMap((action) => (action === '*' ? '*' : action.endsWith(':*') ? prefixOf(action) : []));
}

function prefixOf(action: string): string {
  return action.split(':')[0]?.toLowerCase() ?? '';
}
