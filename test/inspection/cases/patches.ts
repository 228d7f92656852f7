/** Overlays on the landing zone, as short as a row of a table wants them. */

export const user = (patch: string): string => `accounts: { management: { users: { break-glass-1: ${patch} } } }`;
export const roleOf = (account: string, patch: string): string =>
  `accounts: { ${account}: { roles: { BreakGlass: ${patch} } } }`;
export const trust = (account: string, patch: string): string =>
  roleOf(account, `{ trust: { BreakGlassUsers: ${patch} } }`);
export const scp = (name: string, patch: string): string => `serviceControlPolicies: { ${name}: ${patch} }`;
export const exempt = (operator: string, value: string): string =>
  scp(
    'protect-cloudtrail',
    `{ statements: { DenyTrailChanges: { Condition: { ${operator === 'ArnNotLike' ? '' : 'ArnNotLike: null, '}${operator}: { "aws:PrincipalArn": "${value}" } } } } }`,
  );
/** Everywhere one user alone is trusted: AWS keeps no trust in a user that is not there. */
export const alone = (name: string): string => {
  const one = `{ roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: "arn:aws:iam::<management>:user/break-glass/${name}" } } } } } }`;
  return `everyAccount: ${one}\n`;
};
export const inManagement = (name: string, users: string): string =>
  `accounts: { management: { users: ${users}, roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: "arn:aws:iam::<self>:user/break-glass/${name}" } } } } } } }`;
export const watch = (patch: string): string => `accounts: { management: { monitoring: ${patch} } }`;
export const trail = (patch: string): string => watch(`{ trails: { organization-trail: ${patch} } }`);
export const alarm = (patch: string): string => watch(`{ alarms: { break-glass-used: ${patch} } }`);
export const rule = (name: string, patch: string): string => watch(`{ eventRules: { ${name}: ${patch} } }`);
export const filter = (pattern: string): string =>
  watch(`{ logGroups: { organization-trail: { metricFilters: { break-glass-used: { pattern: '${pattern}' } } } } }`);
export const topic = (patch: string): string => watch(`{ topics: { break-glass-alarms: ${patch} } }`);
export const ALL = '(\\S+ ){14}\\S+';
