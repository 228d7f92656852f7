/** The document that the wrong ones are made of, and how one of them is written down. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';

export const documentText = readFileSync('test/organization/document.yaml', 'utf8');

/** What is wrong, as a replacement in the document or as an overlay on it, and the first line of the refusal. */
export type WrongDocument = readonly [
  title: string,
  change: readonly [string, string] | undefined,
  overlay: string | undefined,
  expected: string,
];

/** Line of the document on which a text stands first. */
export function lineOf(text: string): number {
  expect(documentText).to.include(text);
  return documentText.slice(0, documentText.indexOf(text)).split('\n').length;
}
