import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { parse } from 'yaml';
import { documentJsonSchema, overlayJsonSchema } from '../../organization/json-schema.js';
import { landingZoneText } from '../landing-zone.js';

const ajv = new Ajv2020({ strict: false });
const isDocument = ajv.compile(documentJsonSchema());
const isOverlay = ajv.compile(overlayJsonSchema());
const read = (text: string): unknown => parse(text, { merge: true });

describe('the published JSON Schemas', () => {
  it('accept the landing zone as it is written, before expansion', () => {
    isDocument(read(landingZoneText));
    expect(isDocument.errors).to.equal(null);
  });

  for (const name of readdirSync('examples/broken')) {
    it(`accept the overlay of ${name}`, () => {
      isOverlay((read(readFileSync(`examples/broken/${name}`, 'utf8')) as { overlay: unknown }).overlay);
      expect(isOverlay.errors).to.equal(null);
    });
  }

  const wrongDocuments: readonly (readonly [string, string])[] = [
    ['maxSessionSeconds', 'maxSessionSecond'],
    ['id: "111122223333"', 'id: 111122223333'],
    ['Effect: Allow', 'Effect: Alow'],
    ['expects: yields', 'expects: yield'],
    ['count: 3', 'count: none'],
    ['ous:', 'units:'],
    ['organization:', '_organization:'],
  ];
  for (const [right, wrong] of wrongDocuments) {
    it(`refuse a document with ${wrong}`, () => {
      expect(isDocument(read(landingZoneText.replace(right, wrong)))).to.equal(false);
    });
  }

  const wrongOverlays = [
    'accounts: { a: { count: 2 } }',
    'accounts: { a: { roles: { R: { path: 5 } } } }',
    'everyAccount: { ou: Sandbox }',
    'identityCenter: { peple: null }',
    'accounts: null',
  ];
  for (const text of wrongOverlays)
    it(`refuse the overlay ${text}`, () => expect(isOverlay(read(text))).to.equal(false));

  for (const text of [
    'accounts: { a: null }',
    'accounts: { a: { roles: { R: { trust: { S: { Condition: null } } } } } }',
    'identityCenter: { people: null }',
    'everyAccount: { users: null }',
  ]) {
    it(`accept the overlay ${text}`, () => expect(isOverlay(read(text))).to.equal(true));
  }
});
