/**
 * What resource control policies reach (Organizations user guide, "Resource control policies": "List of AWS services that support
 * RCPs" and "Resources and entities not restricted by RCPs", read in November 2026). IAM is not on the list.
 */
const SERVICES: ReadonlySet<string> = new Set(
  [
    'aoss appconfig appstream autoscaling autoscaling-plans budgets clouddirectory cloudfront cloudsearch cloudtrail-data',
    'codeartifact codebuild codecommit codepipeline cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer',
    'cost-optimization-hub dax dsql dynamodb ecr ecr-public events firehose fis fms gamelift health inspector-scan kendra',
    'kinesisvideo kms logs memorydb networkmonitor notifications opensearch pca-connector-ad personalize polly pricing',
    'resource-groups rolesanywhere s3 secretsmanager servicediscovery signin sqs sts support swf textract timestream-influxdb',
    'transcribe transfer translate wafv2 workspaces xray',
  ].flatMap((line) => line.split(' ')),
);

/** True if an RCP can bind the action on the resource. `action` is in lower case. */
export function isWithinReachOfRcps(action: string, resource: string): boolean {
  // Who may retire a grant is decided by the grant.
  if (action === 'kms:retiregrant') return false;
  // A service assumes its service-linked role whatever an RCP says.
  if (resource.includes(':role/aws-service-role/')) return false;
  return SERVICES.has(action.slice(0, Math.max(0, action.indexOf(':'))));
}
