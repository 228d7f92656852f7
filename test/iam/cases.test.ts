import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { caseFileSchema, playCase } from '../../tools/case-player.js';

describe('documented decisions', () => {
  const { cases } = caseFileSchema.parse(JSON.parse(readFileSync('test/iam/cases.json', 'utf8')));
  for (const decisionCase of cases) {
    it(`${decisionCase.id} ${decisionCase.title}`, () => {
      expect(playCase(decisionCase).decision).to.equal(decisionCase.expected);
    });
  }
});
