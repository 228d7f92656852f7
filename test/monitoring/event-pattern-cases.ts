/** What EventBridge's user guide says of event patterns, as facts: pattern, event, whether it matches. */

export interface PatternCases {
  /** Page of the user guide. */
  page: string;
  /** Event of the cases that name none. */
  event: unknown;
  /** Pattern, whether it matches, and an event of its own. */
  cases: [pattern: unknown, matches: boolean, event?: unknown][];
}

const instance = {
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2017-12-22T18:43:48Z',
  region: 'us-west-1',
  resources: ['arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0'],
  detail: { 'instance-id': 'i-1234567890abcdef0', state: 'terminated' },
};
const counts = {
  time: '2017-10-02T16:24:49Z',
  source: 'aws.ec2',
  detail: {
    'c-count': 5,
    'd-count': 3,
    'x-limit': 301.8,
    'source-ip': '10.0.0.33',
    'instance-id': 'i-000000aaaaaa00000',
    state: 'running',
  },
};
const state = (value: unknown): unknown => ({ detail: { state: value } });

export const eventPatternCases: PatternCases[] = [
  {
    page: 'Creating Amazon EventBridge event patterns',
    event: instance,
    cases: [
      [
        {
          source: ['aws.ec2'],
          'detail-type': ['EC2 Instance State-change Notification'],
          detail: { state: ['terminated'] },
        },
        true,
      ],
      [{ source: ['aws.ec2'], detail: { state: ['running'] } }, false],
      [{ source: ['aws.ec2'], account: ['111122223333'] }, true],
      [{ source: ['AWS.EC2'] }, false],
      [{ source: ['aws.ec2', 'aws.fargate'] }, true],
      [{ source: ['aws'] }, false],
      [
        {
          resources: [
            'arn:aws:ec2:us-west-1:123456789012:instance/i-1234567890abcdef0',
            'arn:aws:ec2:us-west-1:1:instance/i-2',
          ],
        },
        true,
      ],
      [{ resources: [{ prefix: 'arn:aws:ec2:us-west-1' }] }, true],
      [{ resources: ['arn:aws:ec2:us-west-1'] }, false],
      [{ nothing: ['aws.ec2'] }, false],
      [{ prefix: ['aws.'] }, true, { prefix: 'aws.' }],
      [{ detail: { state: ['terminated'], 'instance-id': ['other'] } }, false],
    ],
  },
  {
    page: 'Arrays in EventBridge event patterns',
    event: { resources: ['a', 'b', 'c'], tags: [] },
    cases: [
      [{ resources: ['x', 'b'] }, true],
      [{ resources: ['x', 'y'] }, false],
      [{ tags: ['x'] }, false],
      [{ tags: [{ exists: true }] }, false],
      [{ tags: [{ exists: false }] }, true],
    ],
  },
  {
    page: 'Null values and empty strings in Amazon EventBridge event patterns',
    event: { detail: { eventName: '', responseElements: null, count: 0, flag: false } },
    cases: [
      [{ detail: { eventName: [''] } }, true],
      [{ detail: { eventName: [null] } }, false],
      [{ detail: { responseElements: [null] } }, true],
      [{ detail: { responseElements: [''] } }, false],
      [{ detail: { responseElements: [{ exists: true }] } }, true],
      [{ detail: { missing: [null] } }, false],
      [{ detail: { count: [0] } }, true],
      [{ detail: { count: ['0'] } }, false],
      [{ detail: { flag: [false] } }, true],
      [{ detail: { flag: ['false'] } }, false],
    ],
  },
  {
    page: 'Comparison operators: prefix and suffix',
    event: { time: '2017-10-02T18:43:48Z', service: 'EventBridge', FileName: 'picture.PNG', number: 17 },
    cases: [
      [{ time: [{ prefix: '2017-10-02' }] }, true],
      [{ time: [{ prefix: '2017-10-03' }] }, false],
      [{ service: [{ prefix: { 'equals-ignore-case': 'EVENTB' } }] }, true],
      [{ service: [{ prefix: 'EVENTB' }] }, false],
      [{ service: [{ suffix: { 'equals-ignore-case': 'TBRIDGE' } }] }, true],
      [{ FileName: [{ suffix: '.png' }] }, false],
      [{ FileName: [{ suffix: '.PNG' }] }, true],
      [{ service: [{ prefix: '' }] }, true],
      [{ number: [{ prefix: '1' }] }, false],
      [{ number: [{ suffix: '7' }] }, false],
    ],
  },
  {
    page: 'Comparison operators: anything-but',
    event: state('running'),
    cases: [
      [{ detail: { state: [{ 'anything-but': 'initializing' }] } }, true],
      [{ detail: { state: [{ 'anything-but': 'running' }] } }, false],
      [{ detail: { state: [{ 'anything-but': ['stopped', 'overloaded'] }] } }, true],
      [{ detail: { state: [{ 'anything-but': ['stopped', 'running'] }] } }, false],
      [{ detail: { 'x-limit': [{ 'anything-but': 123 }] } }, true, { detail: { 'x-limit': 122 } }],
      [{ detail: { 'x-limit': [{ 'anything-but': 123 }] } }, false, { detail: { 'x-limit': 123 } }],
      [{ detail: { 'x-limit': [{ 'anything-but': [100, 200, 300] }] } }, false, { detail: { 'x-limit': 200 } }],
      [{ detail: { state: [{ 'anything-but': { prefix: 'init' } }] } }, true],
      [{ detail: { state: [{ 'anything-but': { prefix: 'run' } }] } }, false],
      [{ detail: { state: [{ 'anything-but': { prefix: ['init', 'run'] } }] } }, false],
      [{ detail: { FileName: [{ 'anything-but': { suffix: '.txt' } }] } }, true, { detail: { FileName: 'a.png' } }],
      [
        { detail: { FileName: [{ 'anything-but': { suffix: ['.txt', '.png'] } }] } },
        false,
        { detail: { FileName: 'a.png' } },
      ],
      [{ detail: { state: [{ 'anything-but': { 'equals-ignore-case': 'RUNNING' } }] } }, false],
      [{ detail: { state: [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }] } }, true],
      [
        { detail: { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] } },
        false,
        { detail: { FilePath: '/usr/lib/x' } },
      ],
      [
        { detail: { FilePath: [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }] } },
        true,
        { detail: { FilePath: '/etc/x' } },
      ],
      [{ detail: { state: [{ 'anything-but': 'running' }] } }, false, { detail: {} }],
      [{ detail: { state: [{ 'anything-but': 'running' }] } }, true, state(['running', 'stopped'])],
      [{ detail: { state: [{ 'anything-but': 'running' }] } }, true, state(null)],
      [{ detail: { state: [{ 'anything-but': 'running' }] } }, true, state(3)],
      [{ detail: { state: [{ 'anything-but': [3] }] } }, true, state('3')],
    ],
  },
  {
    page: 'Comparison operators: numeric',
    event: counts,
    cases: [
      [
        {
          detail: {
            'c-count': [{ numeric: ['>', 0, '<=', 5] }],
            'd-count': [{ numeric: ['<', 10] }],
            'x-limit': [{ numeric: ['=', 3.018e2] }],
          },
        },
        true,
      ],
      [{ detail: { 'c-count': [{ numeric: ['>', 0, '<', 5] }] } }, false],
      [{ detail: { 'c-count': [{ numeric: ['>=', 5, '<', 6] }] } }, true],
      [{ detail: { 'd-count': [{ numeric: ['>', 3] }] } }, false],
      [{ detail: { 'd-count': [{ numeric: ['>=', 3] }] } }, true],
      [{ detail: { 'd-count': [{ numeric: ['<=', 2.9] }] } }, false],
      [{ detail: { state: [{ numeric: ['>', 0] }] } }, false],
      [{ detail: { 'c-count': [{ numeric: ['=', 5] }] } }, false, { detail: { 'c-count': '5' } }],
      [{ detail: { 'c-count': [5] } }, true],
      [{ detail: { 'x-limit': [301.8] } }, true],
    ],
  },
  {
    page: 'Comparison operators: IP address',
    event: { detail: { sourceIPAddress: '10.0.0.123' } },
    cases: [
      [{ detail: { sourceIPAddress: [{ cidr: '10.0.0.0/24' }] } }, true],
      [{ detail: { sourceIPAddress: [{ cidr: '10.0.1.0/24' }] } }, false],
      [{ detail: { sourceIPAddress: [{ cidr: '10.0.0.0/24' }] } }, true, { detail: { sourceIPAddress: '10.0.0.255' } }],
      [
        { detail: { sourceIPAddress: [{ cidr: '10.0.0.0/24' }] } },
        false,
        { detail: { sourceIPAddress: 'cloudtrail.amazonaws.com' } },
      ],
      [
        { detail: { sourceIPAddress: [{ cidr: '2001:db8::/32' }] } },
        true,
        { detail: { sourceIPAddress: '2001:0DB8:1::1' } },
      ],
      [{ detail: { sourceIPAddress: [{ cidr: '2001:db8::/32' }] } }, false],
      [{ detail: { sourceIPAddress: ['2001:db8::1'] } }, true, { detail: { sourceIPAddress: '2001:0db8:0:0::1' } }],
    ],
  },
  {
    page: 'Comparison operators: exists',
    event: instance,
    cases: [
      [{ 'detail-type': ['EC2 Instance State-change Notification'], detail: { state: [{ exists: true }] } }, true],
      [{ detail: { 'c-count': [{ exists: false }] } }, true],
      [{ detail: { 'c-count': [{ exists: true }] } }, false],
      [{ detail: { state: [{ exists: false }] } }, false],
      [{ detail: { 'c-count': [{ exists: false }] } }, true, { detail: { 'c-count': { c1: 100 } } }],
      [{ detail: { 'c-count': [{ exists: true }] } }, false, { detail: { 'c-count': { c1: 100 } } }],
      [{ a: { b: { c: [{ exists: false }] } } }, true, { a: 1 }],
      [{ detail: { state: [{ exists: false }, 'terminated'] } }, true],
      [{ list: { name: [{ exists: false }] } }, false, { list: [{ other: 1 }, { name: 1 }] }],
    ],
  },
  {
    page: 'Comparison operators: equals-ignore-case and wildcard',
    event: { 'detail-type': 'EC2 Instance State-change Notification', FileName: 'dir/picture.png', star: 'a*b\\c' },
    cases: [
      [{ 'detail-type': [{ 'equals-ignore-case': 'ec2 instance state-change notification' }] }, true],
      [{ 'detail-type': [{ 'equals-ignore-case': 'ec2 instance' }] }, false],
      [{ FileName: [{ wildcard: 'dir/*.png' }] }, true],
      [{ FileName: [{ wildcard: 'dir/*.jpg' }] }, false],
      [{ FileName: [{ wildcard: '*' }] }, true],
      [{ FileName: [{ wildcard: 'dir/picture.png*' }] }, true],
      [{ FileName: [{ wildcard: '*p*p*' }] }, true],
      [{ FileName: [{ wildcard: '*p*p*p*' }] }, false],
      [{ FileName: [{ wildcard: 'dir/picture' }] }, false],
      [{ star: [{ wildcard: 'a\\*b\\\\c' }] }, true],
      [{ star: [{ wildcard: 'ab*' }] }, false],
      [{ FileName: [{ wildcard: 'dir/pic*picture.png' }] }, false],
    ],
  },
  {
    page: 'Comparison operators: OR',
    event: counts,
    cases: [
      [
        {
          detail: {
            $or: [
              { 'c-count': [{ numeric: ['>', 100] }] },
              { 'd-count': [{ numeric: ['<', 10] }] },
              { 'x-limit': [1] },
            ],
          },
        },
        true,
      ],
      [{ detail: { $or: [{ 'c-count': [{ numeric: ['>', 100] }] }, { 'x-limit': [1] }] } }, false],
      [{ $or: [{ source: ['aws.s3'] }, { detail: { state: ['running'] } }] }, true],
      [{ source: ['aws.s3'], $or: [{ time: [{ prefix: '2017' }] }, { detail: { state: ['running'] } }] }, false],
      [
        {
          $or: [
            { source: ['aws.ec2'], detail: { state: ['stopped'] } },
            { detail: { $or: [{ 'c-count': [4] }, { 'c-count': [5] }] } },
          ],
        },
        true,
      ],
    ],
  },
];
