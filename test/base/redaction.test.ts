import { expect } from 'chai';
import { redact } from '../../base/redaction.js';

describe('redaction', () => {
  it('finds secrets of every length', () => {
    expect(redact('key=abcdefghij code 123456 not 1234567', ['abcdefghij', '123456', ''])).to.equal(
      'key=[redacted] code [redacted] not 1234567',
    );
  });
});
