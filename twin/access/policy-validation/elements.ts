/** What the elements of a statement may hold, whatever the kind of policy (IAM user guide, "IAM JSON policy elements reference"). */
import { parseDate } from '../../../iam/date.js';
import { isObject, statementsIn } from './document.js';
import type { RawDocument, RawStatement } from './document.js';

const OPERATORS: ReadonlySet<string> = new Set(
  [
    ...[
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
    ],
    ...['', 'Not'].map((not) => `Numeric${not}Equals`),
    ...['', 'Not'].map((not) => `Date${not}Equals`),
    ...['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].flatMap((comparison) => [
      `Numeric${comparison}`,
      `Date${comparison}`,
    ]),
    ...[
      'Bool',
      'BinaryEquals',
      'IpAddress',
      'NotIpAddress',
      'ArnEquals',
      'ArnLike',
      'ArnNotEquals',
      'ArnNotLike',
      'Null',
    ],
  ].map((name) => name.toLowerCase()),
);

const OPERATOR = /^(?:(?:ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i;

/** The first condition operator that AWS does not have. `NullIfExists` is none: Null asks for existence itself. */
export function unknownOperator(document: RawDocument): string | undefined {
  return conditionsOf(document)
    .map(([operator]) => operator)
    .find((operator) => {
      const [, base = '', ifExists] = OPERATOR.exec(operator) ?? [];
      return !OPERATORS.has(base.toLowerCase()) || (base.toLowerCase() === 'null' && ifExists !== undefined);
    });
}

/** True if a Condition element is there and is not operators over keys over values. */
export function hasBadCondition(statement: RawStatement): boolean {
  const { Condition: condition } = statement;
  if (condition === undefined) return false;
  if (!isObject(condition)) return true;
  return !Object.values(condition).every((keys) => isObject(keys) && Object.values(keys).every(isConditionValue));
}

/** The first condition key without a service prefix. */
export function unprefixedKey(document: RawDocument): string | undefined {
  return conditionsOf(document)
    .flatMap(([, keys]) => Object.keys(keys))
    .find((key) => !key.includes(':'));
}

/** The first value of a date operator that is no date; variables are not looked up there. */
export function badDate(document: RawDocument): string | undefined {
  return conditionsOf(document)
    .filter(([operator]) => /^(?:\w+:)?Date/i.test(operator))
    .flatMap(([, keys]) => Object.values(keys))
    .flatMap((value): unknown[] => (Array.isArray(value) ? value : [value]))
    .map(String)
    .find((value) => parseDate(value) === undefined);
}

/** The Sids of a document that are not empty. */
export function sids(document: RawDocument): string[] {
  return statementsIn(document).flatMap(({ Sid: sid }) => (typeof sid === 'string' && sid !== '' ? [sid] : []));
}

/** What is wrong with an action such as `iam:GetUser`; `undefined` for a right one and for `*`. */
export function wrongAction(action: string): string | undefined {
  if (action === '*') return undefined;
  const [vendor = '', name, ...more] = action.split(':');
  if (name === undefined || name === '')
    return 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
  if (more.length > 0) return 'Actions/Condition can contain only one colon.';
  return /^[a-zA-Z0-9.-]+$/.test(vendor) ? undefined : `Vendor ${vendor} is not valid`;
}

function conditionsOf(document: RawDocument): [string, Record<string, unknown>][] {
  return statementsIn(document).flatMap(({ Condition: condition }) =>
    isObject(condition)
      ? Object.entries(condition).flatMap(([operator, keys]): [string, Record<string, unknown>][] =>
          isObject(keys) ? [[operator, keys]] : [],
        )
      : [],
  );
}

function isConditionValue(value: unknown): boolean {
  return (Array.isArray(value) ? (value as unknown[]) : [value]).every((item) =>
    ['string', 'number', 'boolean'].includes(typeof item),
  );
}
