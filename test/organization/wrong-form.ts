import { lineOf } from './wrong-document.js';
import type { WrongDocument } from './wrong-document.js';

/** Documents that are not written as one is: broken YAML, unknown keys, values of another kind. */
export const wrongForm: readonly WrongDocument[] = [
  [
    'an account id that is a number',
    ['id: "111122223333"', 'id: 111122223333'],
    undefined,
    'lz.yaml:37:5: accounts.management.id: an account id must be quoted, or YAML reads it as a number: "111111111111"',
  ],
  [
    'a short account id',
    ['"222233334444"', '"22223333"'],
    undefined,
    `lz.yaml:${lineOf('log-archive:')}:18: accounts.log-archive.id: an account id has 12 digits`,
  ],
  [
    'an unknown key',
    ['maxSessionSeconds', 'maxSessionSecond'],
    undefined,
    'lz.yaml:22:7: unknown key "maxSessionSecond" in accounts.management.roles.BreakGlass',
  ],
  [
    'an unknown key at the top',
    ['identityProvider:', 'identityProvder:'],
    undefined,
    `lz.yaml:${lineOf('identityProvider:')}:1: unknown key "identityProvder" in the document`,
  ],
  [
    'a type of guardrail that is none',
    ['serviceControlPolicies:', 'policyTypes: [TAG_POLICY]\nserviceControlPolicies:'],
    undefined,
    `lz.yaml:${lineOf('serviceControlPolicies:')}:15: policyTypes.0: must be "SERVICE_CONTROL_POLICY" or "RESOURCE_CONTROL_POLICY"`,
  ],
  ['broken YAML', ['ous:', 'ous: ['], undefined, 'lz.yaml:10:3: Missing , between flow sequence items'],
  ['a key twice', ['ous:', 'ous:\nous:'], undefined, 'lz.yaml:8:5: Map keys must be unique'],
  [
    'a principal that is a number',
    undefined,
    'accounts: { network: { roles: { BreakGlass: { trust: { BreakGlassUsers: { Principal: { AWS: 111122223333 } } } } } } }',
    'overlay.yaml:1:88: accounts.network.roles.BreakGlass.trust.BreakGlassUsers.Principal.AWS: needs text or a list, not the number 111122223333 (put it in quotes)',
  ],
  [
    'a name that count makes as well',
    ['sandbox: { ou: Sandbox, count: 3 }', 'sandbox: { ou: Sandbox, count: 3 }\n  sandbox-2: { ou: Sandbox }'],
    undefined,
    `lz.yaml:${lineOf('old-datalake:')}:3: "sandbox-2" is already one of the accounts that "count" of "sandbox" makes`,
  ],
  [
    'one id for a count of accounts',
    ['count: 2 }', 'count: 2, id: "123456789012" }'],
    undefined,
    `lz.yaml:${lineOf('webshop:')}:3: accounts.webshop: accounts made by "count" have no id or e-mail address of their own`,
  ],
  [
    'a count of none',
    ['count: 3', 'count: 0'],
    undefined,
    `lz.yaml:${lineOf('payments:')}:31: accounts.payments.count: must be at least 1`,
  ],
  [
    'an account with nothing in it',
    ['network: { id: "444455556666", ou: Infrastructure }', 'network:'],
    undefined,
    `lz.yaml:${lineOf('network:')}:3: accounts.network: needs a mapping, and nothing stands there`,
  ],
  [
    'a role without a trust policy',
    undefined,
    'accounts: { network: { roles: { BreakGlass: { trust: null } } } }',
    'overlay.yaml:1:47: accounts.network.roles.BreakGlass.trust: is missing; it needs a mapping',
  ],
  [
    'a key in what a merge key brings',
    ['policies:\n          assume-break', 'policees:\n          assume-break'],
    undefined,
    'lz.yaml:45:9: unknown key "policees" in accounts.management.users.break-glass-1',
  ],
  [
    'two documents in one file',
    ['organization:', 'a: 1\n---\norganization:'],
    undefined,
    'lz.yaml:4:1: the file holds more than one YAML document',
  ],
  [
    'an alias of nothing',
    ['BreakGlass: *break-glass', 'BreakGlass: *brake-glass'],
    undefined,
    'lz.yaml:64:19: the alias *brake-glass has no anchor before it',
  ],
  [
    'an alias inside its own anchor',
    undefined,
    'accounts: &a { network: *a }',
    'overlay.yaml:1:25: the alias *a stands inside its own anchor',
  ],
  ['a list for a document', undefined, '- a', 'overlay.yaml:1:1: the file is not a YAML mapping'],
];
