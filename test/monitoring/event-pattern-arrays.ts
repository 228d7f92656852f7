/** Arrays of objects, and names with dots, as the matcher that AWS publishes (aws/event-ruler, README) decides them. */
import type { PatternCases } from './event-pattern-cases.js';

const employees = {
  employees: [
    { firstName: 'John', lastName: 'Doe' },
    { firstName: 'Anna', lastName: 'Smith' },
    { firstName: 'Peter', lastName: 'Jones' },
  ],
};

export const arrayCases: PatternCases[] = [
  {
    page: 'JSON array matching',
    event: employees,
    cases: [
      [{ employees: { firstName: ['Anna'] } }, true],
      [{ employees: { firstName: ['Anna'], lastName: ['Smith'] } }, true],
      [{ employees: { firstName: ['Anna'], lastName: ['Jones'] } }, false],
      [{ employees: { firstName: ['Anna'], lastName: [{ 'anything-but': 'Smith' }] } }, false],
      [{ employees: ['Anna'] }, false],
      [
        { employees: { firstName: ['Anna'] } },
        true,
        { employees: [[{ firstName: 'John' }, { firstName: 'Anna' }], [{ firstName: 'Peter' }]] },
      ],
      [
        { employees: { firstName: ['Anna'], lastName: ['Jones'] } },
        false,
        { employees: [[{ firstName: 'Anna' }], [{ lastName: 'Jones' }]] },
      ],
      [{ a: { b: [1], c: { d: [2] } } }, true, { a: [{ b: 1, c: [{ d: 1 }, { d: 2 }] }] }],
      [
        { a: { b: [1], c: { d: [2] } } },
        false,
        {
          a: [
            { b: 1, c: [{ d: 1 }] },
            { b: 2, c: { d: 2 } },
          ],
        },
      ],
      [{ $or: [{ a: { b: [1] } }, { a: { c: [9] } }], a: { d: [2] } }, false, { a: [{ b: 1 }, { d: 2 }] }],
      [{ $or: [{ a: { b: [1] } }, { a: { c: [9] } }], a: { d: [2] } }, true, { a: [{ b: 1, d: 2 }] }],
      [{ a: [3] }, true, { a: [1, [2, [3]]] }],
      [{ a: { b: [1] } }, true, { a: [0, { b: 1 }] }],
      [{ a: [0] }, true, { a: [0, { b: 1 }] }],
    ],
  },
  {
    page: 'Compiled rules and JSON keys with dots',
    event: { detail: { 'state.status': 'running' } },
    cases: [
      [{ detail: { 'state.status': ['running'] } }, true],
      [{ detail: { state: { status: ['running'] } } }, true],
      [{ 'detail.state': { status: ['running'] } }, true],
      [{ detail: { 'state.status': ['running'] } }, true, { detail: { state: { status: 'running' } } }],
      [{ 'detail.eventName': ['AssumeRole'] }, true, { detail: { eventName: 'AssumeRole' } }],
      [{ detail: { 'state.status': ['running'] } }, false, { detail: { state: 'running', status: 'running' } }],
    ],
  },
];
