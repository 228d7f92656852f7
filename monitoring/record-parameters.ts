/** What a record shows of a call's input and output. */
import { isJsonObject } from './json-tree.js';
import type { RecordObject } from './cloudtrail-event.js';

/** Members that are secret, or that AWS leaves out of records. Compared without regard to case. */
const LEFT_OUT = new Set(
  [
    'SecretAccessKey',
    'SessionToken',
    'TokenCode',
    'AuthenticationCode1',
    'AuthenticationCode2',
    'Base32StringSeed',
    'QRCodePNG',
  ]
    .concat([
      'Password',
      'OldPassword',
      'NewPassword',
      'PrivateKey',
      'SAMLAssertion',
      'WebIdentityToken',
      'ServicePassword',
    ])
    .concat(['AccessToken', 'RefreshToken', 'ClientSecret', 'SecretString', 'SecretBinary'])
    .map((name) => name.toLowerCase()),
);

/** Members whose own members are names that somebody chose: they stay as they are. */
const MAPS = new Set(['PrincipalTags']);

/**
 * Input or output of an operation, with the member names of the SDK, as a record shows it: names begin in lower case, times
 * read `Nov 24, 2026, 12:00:00 PM` (so in records since 2022), secrets are left out. `null` if there is nothing to show.
 */
export function recordParameters(input: unknown): RecordObject | null {
  const shown = shownValue(input);
  return isJsonObject(shown) && Object.keys(shown).length > 0 ? { ...shown } : null;
}

function shownValue(value: unknown): unknown {
  if (value instanceof Date) return longDate(value);
  if (value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) return value.map((item: unknown) => shownValue(item));
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([name]) => !LEFT_OUT.has(name.toLowerCase()));
  const shown = members.map(([name, member]): [string, unknown] => [
    lowerFirst(name),
    MAPS.has(name) ? member : shownValue(member),
  ]);
  return Object.fromEntries(shown.filter(([, member]) => member !== undefined));
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function longDate(date: Date): string {
  const hours = date.getUTCHours();
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${hours % 12 === 0 ? 12 : hours % 12}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hours < 12 ? 'AM' : 'PM'}`;
  return `${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${time}`;
}
