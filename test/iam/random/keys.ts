/** Context keys of the random requests: what they can hold, and what policies ask of them. */

/** The operators of the IAM user guide, "Condition operators", by the kind of value that they compare. */
export const OPERATORS = {
  text: [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  truth: ['Bool'],
  number: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  date: [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  address: ['IpAddress', 'NotIpAddress'],
  arn: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
  binary: ['BinaryEquals'],
} as const;

/** The operator that says the opposite, for those that have one. */
export const OPPOSITES: readonly (readonly [string, string])[] = [
  ['StringEquals', 'StringNotEquals'],
  ['StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  ['StringLike', 'StringNotLike'],
  ['NumericEquals', 'NumericNotEquals'],
  ['DateEquals', 'DateNotEquals'],
  ['IpAddress', 'NotIpAddress'],
  ['ArnEquals', 'ArnNotEquals'],
  ['ArnLike', 'ArnNotLike'],
];

/** A context key. */
export interface ContextKey {
  name: string;
  kinds: readonly (keyof typeof OPERATORS)[];
  /** AWS sends a list. */
  multivalued: boolean;
  /** The key says who asks: it comes from the caller alone. */
  ofCaller?: true;
  /** AWS sends the key with this action alone. */
  onlyFor?: string;
  /** Values in requests. */
  values: readonly string[];
  /** Values in policies, besides those. */
  wanted: readonly string[];
}

const PATH = 'o-drill/r-root/ou-prod/';

export const KEYS: readonly ContextKey[] = [
  {
    name: 'aws:PrincipalArn',
    ofCaller: true,
    kinds: ['arn', 'text'],
    multivalued: false,
    values: [
      'arn:aws:iam::111111111111:user/team/alice',
      'arn:aws:iam::111111111111:role/team/Operator',
      'arn:aws:iam::111111111111:root',
    ],
    wanted: [
      'arn:aws:iam::*:role/*',
      'arn:aws:iam::${aws:PrincipalAccount}:user/team/${aws:username}',
      'arn:aws:iam::*:user/team/*',
      '*',
    ],
  },
  {
    name: 'aws:username',
    ofCaller: true,
    kinds: ['text'],
    multivalued: false,
    values: ['alice', 'bg-1'],
    wanted: ['ALICE', 'al*', '?g-1', '${aws:PrincipalTag/team}', '*'],
  },
  {
    name: 'aws:PrincipalTag/team',
    kinds: ['text'],
    multivalued: false,
    values: ['team', 'alice', 'Alice', '*', ''],
    wanted: ['${aws:username}', "${aws:username, 'team'}", 'TEAM', '${*}', 't*m'],
  },
  {
    name: 'aws:PrincipalOrgID',
    kinds: ['text'],
    multivalued: false,
    values: ['o-drill', 'o-other'],
    wanted: ['${aws:ResourceOrgID}', 'o-*'],
  },
  {
    name: 'aws:ResourceOrgID',
    kinds: ['text'],
    multivalued: false,
    values: ['o-drill'],
    wanted: ['${aws:PrincipalOrgID}'],
  },
  {
    name: 'aws:PrincipalAccount',
    ofCaller: true,
    kinds: ['text'],
    multivalued: false,
    values: ['111111111111', '333333333333'],
    wanted: ['1*'],
  },
  {
    name: 'aws:RequestedRegion',
    kinds: ['text'],
    multivalued: false,
    values: ['eu-west-1', 'us-east-1'],
    wanted: ['eu-*', 'EU-WEST-1'],
  },
  {
    name: 'sts:ExternalId',
    onlyFor: 'sts:AssumeRole',
    kinds: ['text', 'binary'],
    multivalued: false,
    values: ['ZHJpbGw=', 'drill'],
    wanted: ['Drill'],
  },
  {
    name: 'aws:MultiFactorAuthPresent',
    kinds: ['truth'],
    multivalued: false,
    values: ['true', 'false'],
    wanted: ['True'],
  },
  { name: 'aws:ViaAWSService', kinds: ['truth', 'text'], multivalued: false, values: ['false', 'true'], wanted: [] },
  {
    name: 'aws:MultiFactorAuthAge',
    kinds: ['number'],
    multivalued: false,
    values: ['0', '300', '3600'],
    wanted: ['300.0', '1000', '-1'],
  },
  {
    name: 'aws:CurrentTime',
    kinds: ['date'],
    multivalued: false,
    values: ['2026-01-01T00:00:00Z', '2026-06-30T23:59:59Z'],
    wanted: ['2026-01-01', '1767225600', '2026-01-01T01:00:00+01:00', '2027-01-01T00:00:00Z'],
  },
  {
    name: 'aws:EpochTime',
    kinds: ['date', 'number'],
    multivalued: false,
    values: ['1767225600', '1800000000'],
    wanted: ['2026-01-01T00:00:00Z', '1767225601'],
  },
  {
    name: 'aws:SourceIp',
    kinds: ['address'],
    multivalued: false,
    values: ['192.0.2.7', '203.0.113.9', '2001:db8::7'],
    wanted: ['192.0.2.0/24', '0.0.0.0/0', '2001:DB8:0:0:0:0:0:7', '2001:db8::/32', '192.0.2.8'],
  },
  {
    name: 'aws:PrincipalOrgPaths',
    kinds: ['text'],
    multivalued: true,
    values: [PATH, 'o-drill/r-root/', 'o-other/r-x/'],
    wanted: ['o-drill/*', '${aws:PrincipalOrgID}/*', PATH.toUpperCase()],
  },
  {
    name: 'aws:TagKeys',
    kinds: ['text'],
    multivalued: true,
    values: ['team', 'cost', 'owner', ''],
    wanted: ['t*', '${aws:PrincipalTag/team}', '?ost'],
  },
  {
    name: 'saml:aud',
    ofCaller: true,
    kinds: ['text'],
    multivalued: false,
    values: ['https://signin.aws.amazon.com/saml', 'other'],
    wanted: ['https://*'],
  },
  {
    name: 'token.actions.githubusercontent.com:sub',
    ofCaller: true,
    kinds: ['text'],
    multivalued: false,
    values: ['repo:acme/infra:ref:refs/heads/main', 'repo:evil/infra:ref:refs/heads/main'],
    wanted: ['repo:acme/*'],
  },
];
