import type { WrongDocument } from './wrong-document.js';

/** Overlays that name, change or delete what is not there to be changed. */
export const wrongOverlays: readonly WrongDocument[] = [
  [
    'an overlay on an unknown account',
    undefined,
    'accounts: { shop-9: { roles: null } }',
    'overlay.yaml:1:13: there is no account "shop-9"',
  ],
  [
    'an overlay with count',
    undefined,
    'accounts: { payments-2: { count: 3 } }',
    'overlay.yaml:1:27: an overlay cannot use "count"',
  ],
  [
    'an overlay that changes nothing',
    undefined,
    'accounts: { payments-2: { ou: Production } }',
    'overlay.yaml:1:1: the overlay changes nothing',
  ],
  [
    'a fault that changes nothing',
    undefined,
    'title: t\nexpects: {}\noverlay:\n  accounts: { old-datalake: { roles: { X: null } } }',
    'overlay.yaml:3:1: the overlay changes nothing',
  ],
  [
    'an unknown key in an overlay',
    undefined,
    'everyAccount: { roles: { BreakGlass: { maxSession: 3 } } }',
    'overlay.yaml:1:40: unknown key "maxSession" in everyAccount.roles.BreakGlass',
  ],
  [
    'a misspelt key of an overlay',
    undefined,
    'acounts: { network: { ou: Sandbox } }',
    'overlay.yaml:1:1: unknown key "acounts" in the document',
  ],
  [
    'count in the everyAccount of an overlay',
    undefined,
    'everyAccount: { count: 2 }',
    'overlay.yaml:1:17: unknown key "count" in everyAccount',
  ],
  [
    'a list of accounts in an overlay',
    undefined,
    'accounts: [network]',
    'overlay.yaml:1:1: accounts: needs a mapping, not a list',
  ],
  [
    'an overlay that deletes what is not there',
    undefined,
    'accounts: { network: { roles: { BreakGlas: null } }, payments-1: { roles: null } }',
    'overlay.yaml:1:33: there is no "BreakGlas" to delete',
  ],
  [
    'an overlay that deletes what no account has',
    undefined,
    'everyAccount: { roles: { BreakGlass: { permissionsBoundary: null, path: /x/ } } }',
    'overlay.yaml:1:40: there is no "permissionsBoundary" to delete',
  ],
  [
    'an overlay that deletes the management account',
    undefined,
    'accounts: { management: null }',
    'overlay.yaml:1:13: the management account cannot be deleted',
  ],
  [
    'a reference to nobody in an overlay',
    undefined,
    'everyAccount: { roles: { BreakGlass: { managedPolicies: ["arn:aws:iam::<slef>:policy/p"] } } }',
    'overlay.yaml:1:58: <slef> names no account',
  ],
  ['an empty overlay', undefined, '# nothing', 'overlay.yaml:1:1: the file is not a YAML mapping'],
];
