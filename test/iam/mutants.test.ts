import { readFileSync } from 'node:fs';
import { expect } from 'chai';

interface Mutant {
  id: string;
  file: string;
  find: string;
  replace: string;
}

describe('mutants of the evaluator', () => {
  const mutants = JSON.parse(readFileSync('test/iam/mutants.json', 'utf8')) as Mutant[];

  it('are many, each with a name of its own', () => {
    expect(mutants.length).to.be.greaterThan(200);
    expect(new Set(mutants.map(({ id }) => id)).size).to.equal(mutants.length);
  });

  it('change a text that is in the evaluator, once', () => {
    for (const { id, file, find, replace } of mutants) {
      expect(readFileSync(`iam/${file}`, 'utf8').split(find), id).to.have.length(2);
      expect(replace, id).not.to.equal(find);
    }
  });
});
