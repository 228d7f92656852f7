import { expect } from 'chai';
import { compileEventPattern, isPatternError, PatternError } from '../../monitoring/index.js';
import { arrayCases } from './event-pattern-arrays.js';
import { eventPatternCases } from './event-pattern-cases.js';
import { wrongEventPatterns } from './wrong-event-patterns.js';

describe('event patterns', () => {
  for (const { page, event, cases } of [...eventPatternCases, ...arrayCases]) {
    describe(page, () => {
      for (const [pattern, matches, own = event] of cases) {
        it(`${JSON.stringify(pattern)} ${matches ? 'matches' : 'does not match'} ${own === event ? 'the event' : JSON.stringify(own)}`, () => {
          expect(compileEventPattern(pattern)(own)).to.equal(matches);
          expect(compileEventPattern(JSON.stringify(pattern))(own), 'as JSON text').to.equal(matches);
        });
      }
    });
  }

  it('match no event that is no object', () => {
    for (const event of [undefined, null, 'text', 1, true, [], [{ a: 1 }]]) {
      expect(compileEventPattern({ a: [{ exists: false }] })(event), String(event)).to.equal(false);
    }
  });
});

describe('wrong event patterns', () => {
  for (const [pattern, reason] of wrongEventPatterns) {
    it(`${typeof pattern === 'string' ? pattern : JSON.stringify(pattern)}: ${reason}`, () => {
      expect(() => compileEventPattern(pattern)).to.throw(
        PatternError,
        `Event pattern is not valid. Reason: ${reason}`,
      );
    });
  }

  it('are those that JSON cannot hold', () => {
    const round: Record<string, unknown> = {};
    round['a'] = round;
    for (const pattern of [{ a: [1n] }, round])
      expect(() => compileEventPattern(pattern)).to.throw(PatternError, 'Filter is not JSON');
  });

  it('are told by their name, whichever copy of the module made the error', () => {
    const foreign = Object.assign(new Error('x'), { name: 'PatternError' });
    expect([isPatternError(foreign), isPatternError(new Error('x')), isPatternError('x')]).to.deep.equal([
      true,
      false,
      false,
    ]);
  });
});
