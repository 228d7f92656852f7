import { expect } from 'chai';
import { answerOfTwin, comparison } from './comparison/index.js';

describe('where free emulators fail', () => {
  for (const { title, rows } of comparison) {
    describe(title, () => {
      for (const row of rows) {
        it(row.question, async () => {
          expect(await answerOfTwin(row)).to.equal(row.aws);
        });
      }
    });
  }
});
