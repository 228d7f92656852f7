import { lineOf } from './wrong-document.js';
import type { WrongDocument } from './wrong-document.js';

/** Documents that name what is not there, or one thing twice. */
export const wrongNames: readonly WrongDocument[] = [
  [
    'an OU in an OU that does not exist',
    ['in: Workloads', 'in: Wrkloads'],
    undefined,
    'lz.yaml:12:17: OU "Production" is in "Wrkloads", which does not exist',
  ],
  [
    'an OU in itself',
    ['Workloads: { in: Root }', 'Workloads: { in: Production }'],
    undefined,
    'lz.yaml:11:16: OU "Workloads" is in itself: Workloads in Production in Workloads',
  ],
  [
    'an account in an unknown OU',
    ['ou: Security }', 'ou: Secrity }'],
    undefined,
    `lz.yaml:${lineOf('log-archive:')}:38: account "log-archive" is in OU "Secrity", which does not exist`,
  ],
  ['a reference to nobody', ['<management>', '<managment>'], undefined, 'lz.yaml:30:17: <managment> names no account'],
  [
    'a permission set that does not exist',
    ['permissionSet: Investigator', 'permissionSet: Inspector'],
    undefined,
    `lz.yaml:${lineOf('investigators:')}:36: there is no permission set "Inspector"`,
  ],
  [
    'a store that does not exist',
    ['password: head-office-safe', 'password: head-ofice-safe'],
    undefined,
    'lz.yaml:51:49: there is no credential store "head-ofice-safe"',
  ],
  [
    'two accounts with one id',
    ['"333344445555"', '"222233334444"'],
    undefined,
    `lz.yaml:${lineOf('security-tooling:')}:23: "security-tooling" has the same account id as "log-archive"`,
  ],
  [
    'names that differ only in case',
    ['network:', 'Log-Archive:'],
    undefined,
    `lz.yaml:${lineOf('network:')}:3: "Log-Archive" and "log-archive" differ only in case`,
  ],
  [
    'a management account that does not exist',
    ['management: management', 'management: master'],
    undefined,
    'lz.yaml:6:3: there is no account "master"',
  ],
  [
    'a user in no group',
    undefined,
    'accounts: { management: { users: { deployment: { groups: [deployers] } } } }',
    'overlay.yaml:1:59: user "deployment" is in group "deployers", which does not exist',
  ],
  [
    'users that differ only in case',
    undefined,
    'accounts: { management: { users: { Deployment: { path: / } } } }',
    'overlay.yaml:1:36: "Deployment" and "deployment" differ only in case',
  ],
  [
    'an outsider with the name of an account',
    undefined,
    'outsiders: { network: { id: "999900002222" } }',
    'overlay.yaml:1:14: there is an account "network" as well',
  ],
  [
    'an account whose name is a reference already',
    undefined,
    'accounts: { self: { ou: Sandbox } }',
    'overlay.yaml:1:13: "self" has a meaning of its own',
  ],
  [
    'a person who does not exist',
    undefined,
    'identityCenter: { assignments: { administrators: { person: erik } } }',
    'overlay.yaml:1:52: there is no person "erik"',
  ],
  [
    'a group with somebody who does not exist',
    undefined,
    'identityCenter: { groups: { responders: { members: [erin, ivn] } } }',
    'overlay.yaml:1:59: there is no person "ivn" to be in group "responders"',
  ],
  [
    'a group that does not exist',
    undefined,
    'identityCenter: { assignments: { more: { group: nobody, permissionSet: Administrator, accounts: [network] } } }',
    'overlay.yaml:1:42: there is no group "nobody" of people',
  ],
  [
    'an assignment to a person and a group',
    undefined,
    'identityCenter: { assignments: { administrators: { group: nobody } } }',
    'overlay.yaml:1:34: identityCenter.assignments.administrators: an assignment is to a person or to a group',
  ],
  [
    'an assignment to an account that does not exist',
    undefined,
    'identityCenter: { assignments: { administrators: { accounts: [network, netwerk] } } }',
    'overlay.yaml:1:72: there is no account "netwerk"',
  ],
  [
    'OUs six deep',
    [
      'Suspended: { in: Root }',
      'Suspended: { in: E }\n  A: { in: Root }\n  B: { in: A }\n  C: { in: B }\n  D: { in: C }\n  E: { in: D }',
    ],
    undefined,
    'lz.yaml:15:16: OU "Suspended" is nested deeper than 5 levels',
  ],
  [
    'a management account that is suspended',
    undefined,
    'accounts: { management: { state: SUSPENDED } }',
    'overlay.yaml:1:27: the management account is not ACTIVE',
  ],
];
