/** The text that a document was stored as: AWS gives it back as it came, white space and all. */
import type { PolicyDocument } from '../../../iam/index.js';

const texts = new WeakMap<PolicyDocument, string>();

/** Parses a text that was found valid and remembers it. */
export function parseText(text: string): PolicyDocument {
  const document = JSON.parse(text) as PolicyDocument;
  texts.set(document, text);
  return document;
}

/** The text of a document: as it came, or of one that never was a text, its JSON. */
export function textOf(document: PolicyDocument): string {
  return texts.get(document) ?? JSON.stringify(document);
}
