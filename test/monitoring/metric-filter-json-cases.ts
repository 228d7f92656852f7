/** What the CloudWatch Logs user guide says of patterns for JSON messages, as facts: pattern, whether it matches. */

export interface FilterCases {
  /** Page or source. */
  page: string;
  /** Message of the cases that name none; a text, or a value that is written as JSON. */
  message: unknown;
  /** Pattern, whether it matches, and a message of its own. */
  cases: [pattern: string, matches: boolean, message?: unknown][];
}

const trail = {
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  arrayKey: ['value', 'another value'],
  objectList: [
    { name: 'a', id: 1 },
    { name: 'b', id: 2 },
  ],
  SomeObject: null,
  'cluster.name': 'c',
  ThisFlag: true,
};
const users = {
  user: { id: 1, email: 'John.Stiles@example.com' },
  users: [
    { id: 2, email: 'John.Doe@example.com' },
    { id: 3, email: 'Jane.Doe@example.com' },
  ],
  actions: ['GET', 'PUT', 'DELETE'],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
    [7, 8, 9],
  ],
};
const numbers = {
  bandwidth: 76,
  latency: 49,
  refreshRate: 60,
  responseTime: 5,
  errorCode: 400,
  number: [1000],
  processes: [0, 0, 0, 0, { averageRuntime: 55.5 }],
};

export const jsonFilterCases: FilterCases[] = [
  {
    page: 'Filter pattern syntax: JSON, strings',
    message: trail,
    cases: [
      ['{ $.eventType = "UpdateTrail" }', true],
      ['{ $.eventType = UpdateTrail }', true],
      ['{ $.eventType = "updatetrail" }', false],
      ['{ $.eventType = "Update" }', false],
      ['{ $.eventType != "UpdateTrail" }', false],
      ['{ $.sourceIPAddress != 123.123.* }', true],
      ['{ $.sourceIPAddress != 111.111.* }', false],
      ['{ $.sourceIPAddress = "111.*" }', true],
      ['{ $.arrayKey[0] = "value" }', true],
      ['{ $.arrayKey[1] = "value" }', false],
      ['{ $.arrayKey[2] = "value" }', false],
      ['{ $.eventType[0] = "U" }', false],
      ['{ $.objectList[1].id = 2 }', true],
      ['{ $.objectList[0].id = 2 }', false],
      ['{ $.arrayKey[0].id = 2 }', false],
      ['{ $.[\'cluster.name\'] = "c" }', true],
      ['{ $[\'cluster.name\'] = "c" }', true],
      ['{ $.cluster.name = "c" }', false],
      ['{ $.eventType = * }', true],
      ['{ $.missing = * }', false],
      ['{$.eventType="UpdateTrail"}', true],
      ['{ $.eventType = "UpdateTrail" }', false, 'UpdateTrail'],
      ['{ $.eventType = "UpdateTrail" }', false, '{"eventType": "UpdateTrail"'],
    ],
  },
  {
    page: 'Filter pattern syntax: JSON, IS and NOT EXISTS',
    message: trail,
    cases: [
      ['{ $.SomeObject IS NULL }', true],
      ['{ $.eventType IS NULL }', false],
      ['{ $.SomeOtherObject IS NULL }', false],
      ['{ $.SomeOtherObject NOT EXISTS }', true],
      ['{ $.SomeObject NOT EXISTS }', false],
      ['{ $.eventType NOT EXISTS }', false],
      ['{ $.objectList[2] NOT EXISTS }', true],
      ['{ $.ThisFlag IS TRUE }', true],
      ['{ $.ThisFlag IS FALSE }', false],
      ['{ $.eventType IS TRUE }', false],
      ['{ ($.ThisFlag IS TRUE)&&($.SomeOtherObject NOT EXISTS) }', true],
    ],
  },
  {
    page: 'Filter pattern syntax: JSON, wildcard selectors and regular expressions',
    message: trail,
    cases: [
      ['{ $.eventType = %Trail% }', true],
      ['{ $.eventType = %^Trail% }', false],
      ['{ $.eventType != %^Trail% }', true],
      ['{ $.arrayKey[*] = %val.{2}% }', true],
      ['{ $.arrayKey[*] = "another value" }', true],
      ['{ $.arrayKey[*] = %^value$% && $.eventType = %Trail% }', true],
      ['{ $.arrayKey[*] = "none" }', false],
      ['{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }', true],
      ['{ $.* = %112\\.111\\.111\\.1[0-9]{1,2}% }', false],
      ['{ $.objectList[*].name = "b" }', true],
      ['{ $.objectList[*].name = "c" }', false],
      ['{ $.objectList[*].name = "b" && $.arrayKey[*] = "value" && $.* = "UpdateTrail" }', true],
    ],
  },
  {
    page: 'Filter pattern syntax: JSON, numbers',
    message: numbers,
    cases: [
      ['{ $.bandwidth > 75 }', true],
      ['{ $.bandwidth > 76 }', false],
      ['{ $.latency < 50 }', true],
      ['{ $.refreshRate >= 60 }', true],
      ['{ $.responseTime <= 5 }', true],
      ['{ $.responseTime < 5 }', false],
      ['{ $.errorCode = 400}', true],
      ['{ $.errorCode != 500 }', true],
      ['{ $.errorCode != 400 }', false],
      ['{ $.errorCode = 4* }', true],
      ['{ $.number[0] = 1e+3 }', true],
      ['{ $.number[0] != 1e-3 }', true],
      ['{ $.number[0] < 10e3 }', true],
      ['{ $.number[0] < 10e-3 }', false],
      ['{ $.processes[4].averageRuntime <= 55.5 }', true],
      ['{ $.latency > +1000 }', false],
      ['{ $.latency > -1 }', true],
      ['{ $.missing > 1 }', false],
      ['{ $.bandwidth > 75 }', false, { bandwidth: 'wide' }],
    ],
  },
  {
    page: 'Filter pattern syntax: JSON, compound expressions',
    message: users,
    cases: [
      ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', true],
      ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', false],
      [
        '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
        true,
      ],
      [
        '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
        false,
      ],
      ['{ $.coordinates[1][2] = 6 }', true],
      ['{ $.users = 1 }', false, { users: [1, 2, 3] }],
      ['{ $.users != 1 }', false, { users: [1, 2, 3] }],
      ['{ $.user != 1 }', false],
      ['{ (($.user.id = 1)) }', true],
      ['{ $.foo = bar }', true, { foo: 'bar' }],
      ['{ $.foo = bar || $.foo = baz }', true, { foo: 'baz' }],
      ['{ $.foo = bar || $.foo = baz }', false, { foo: 'qux' }],
    ],
  },
  {
    // "JSON metric filters are always false where the field is missing": dev.classmethod.jp, tried with NOT EXISTS as the way out.
    page: 'What != says of a field that is not there',
    message: { user: { username: 'gonbe' } },
    cases: [
      ['{ $.user.phone != "08000000000" }', false],
      ['{ ($.user.phone != "08000000000") || ($.user.phone NOT EXISTS) }', true],
      ['{ $.user.phone != "08000000000" }', true, { user: { phone: '1' } }],
      ['{ $.user.phone != "08000000000" }', false, { user: { phone: null } }],
    ],
  },
  {
    page: 'Filter pattern syntax of 2022: stars within a text are literal',
    message: { name: 'Ev*ent' },
    cases: [
      ['{ $.name = "Ev*ent" }', true],
      ['{ $.name = "Ev*ent" }', false, { name: 'Event' }],
      ['{ $.name = "*Event" }', true, { name: 'PutEvent' }],
      ['{ $.name = "Event*" }', true, { name: 'EventId' }],
      ['{ $.name = "*Event*" }', true, { name: 'PutEventId' }],
      ['{ $.name = "*Event" }', false, { name: 'EventId' }],
    ],
  },
];
