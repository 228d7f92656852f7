import { expect } from 'chai';
import { rows } from './context-keys/rows.js';
import type { Row } from './context-keys/rows.js';
import { callers, openWorld } from './context-keys/world.js';
import type { Caller, Condition, World } from './context-keys/world.js';

/** A value that the key has not, of the type that the operator compares. */
const OTHER: Readonly<Record<string, string>> = {
  DateEquals: '2001-01-01T00:00:00Z',
  NumericEquals: '7',
  IpAddress: '192.0.2.1',
};

const only = (operator: string, key: string, value: string): Condition => ({ [operator]: { [key]: value } });

describe('context keys of requests', () => {
  for (const name of Object.keys(callers) as (keyof typeof callers)[]) {
    const caller: Caller = callers[name];
    describe(`of ${caller.title}`, () => {
      let world: World;
      let credentials: Awaited<ReturnType<Caller['credentials']>>;
      before(async () => {
        world = await openWorld();
        credentials = await caller.credentials(world);
      });
      after(() => world.close());

      const allowedWhere = async (condition: Condition): Promise<boolean> => {
        await caller.allowWhere(world, condition);
        return caller.mayAct(world, credentials);
      };
      const check = async ({ key, value: given, operator = 'StringEquals' }: Row): Promise<void> => {
        const value = typeof given === 'function' ? await given(world) : given;
        expect(await allowedWhere(only('Null', key, 'true')), 'allowed where it is absent').to.equal(
          value === undefined,
        );
        expect(await allowedWhere(only('Null', key, 'false')), 'allowed where it is there').to.equal(
          value !== undefined,
        );
        if (value === undefined) return;
        expect(await allowedWhere(only(operator, key, value)), `allowed where it is ${value}`).to.equal(true);
        const other = operator === 'Bool' ? String(value !== 'true') : (OTHER[operator] ?? `${value}x`);
        expect(await allowedWhere(only(operator, key, other)), `allowed where it is ${other}`).to.equal(false);
      };

      for (const row of rows[name])
        it(`${row.key}: ${row.value === undefined ? 'absent' : typeof row.value === 'string' ? row.value : 'there'}`, () =>
          check(row));
    });
  }
});
