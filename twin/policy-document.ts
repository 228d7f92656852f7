/** Reads a policy document from a text. */
import type { PolicyDocument } from '../iam/index.js';

/** The document of a JSON text. Throws what `refuse` makes of a text that is no JSON object with statements. */
export function readPolicyDocument(text: string, refuse: (message: string) => Error): PolicyDocument {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw refuse('The policy is not in the valid JSON format.');
  }
  if (typeof document !== 'object' || document === null || !('Statement' in document)) throw refuse('Syntax errors in policy.');
  return document as PolicyDocument;
}
