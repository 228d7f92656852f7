import { expect } from 'chai';
import { fieldRows, rowsOf } from '../../tools/records/fields.js';
import { fieldsOf, sampleRecords } from '../../tools/records/samples.js';

describe('the table of fields', () => {
  const samples = [...sampleRecords()];

  it('has exactly one row with a source for each field of each kind of record', () => {
    const wrong = samples.flatMap(([kind, record]) =>
      [...fieldsOf(record).keys()]
        .filter((field) => rowsOf(kind, field).length !== 1)
        .map((field) => `${kind}: ${field} has ${rowsOf(kind, field).length} rows`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it('has no row that is about nothing', () => {
    const used = new Set(
      samples.flatMap(([kind, record]) => [...fieldsOf(record).keys()].flatMap((field) => rowsOf(kind, field))),
    );
    expect(fieldRows.filter((row) => !used.has(row)).map(({ field, of }) => `${field} of ${of?.join()}`)).to.deep.equal(
      [],
    );
  });
});
