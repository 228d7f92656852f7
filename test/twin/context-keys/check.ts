/** Whether a key is there or absent in a call as it should be, and with which value. */
import { expect } from 'chai';
import type { Condition } from './world.js';

export const only = (operator: string, key: string, value: string): Condition => ({ [operator]: { [key]: value } });

/** A key, and the value that it has; `undefined`: it must be absent. */
export type Row = readonly [key: string, value: string | undefined, operator?: string];

/** Asks where a call is allowed: only where the key is there or absent as it should be, and only with its value. */
export async function check(
  [key, value, operator = 'StringEquals']: Row,
  allowedWhere: (condition: Condition) => Promise<boolean>,
): Promise<void> {
  expect(await allowedWhere(only('Null', key, 'true')), `${key}: allowed where it is absent`).to.equal(
    value === undefined,
  );
  expect(await allowedWhere(only('Null', key, 'false')), `${key}: allowed where it is there`).to.equal(
    value !== undefined,
  );
  if (value === undefined) return;
  expect(await allowedWhere(only(operator, key, value)), `${key}: allowed where it is ${value}`).to.equal(true);
  const other = operator === 'Bool' ? String(value !== 'true') : operator === 'NumericEquals' ? '77' : `${value}x`;
  expect(await allowedWhere(only(operator, key, other)), `${key}: allowed where it is ${other}`).to.equal(false);
}
