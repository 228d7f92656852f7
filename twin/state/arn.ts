/** Names of resources (AWS general reference, "Amazon Resource Names"). */

/** The parts of an ARN; empty texts where it has none. */
export function arnParts(arn: string): { service: string; region: string; accountId: string; resource: string } {
  const [, , service = '', region = '', accountId = '', ...resource] = arn.split(':');
  return { service, region, accountId, resource: resource.join(':') };
}
