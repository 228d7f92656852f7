/** Resource policies of topics, queues and event buses, as clients hand them in. */
import type { PolicyDocument } from '../../iam/index.js';
import type { AwsError } from '../wire/aws-error.js';
import { validatePolicyDocument } from './policy-validation/index.js';

/** The document in a text. Each service has an error of its own for what is none: throws that. */
export function readResourcePolicy(text: string, refusal: AwsError): PolicyDocument {
  if (validatePolicyDocument('resource', text)) throw refusal;
  return JSON.parse(text) as PolicyDocument;
}
