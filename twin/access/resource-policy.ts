/** Policies of topics, queues, event buses and the like: as clients hand them in, and as decisions name them. */
import type { Policy, PolicyDocument } from '../../iam/index.js';
import type { AwsError } from '../wire/aws-error.js';
import { validatePolicyDocument } from './policy-validation/index.js';

/** The document in a text. Each service has an error of its own for what is none: throws that. */
export function readResourcePolicy(text: string, refusal: AwsError): PolicyDocument {
  if (validatePolicyDocument('resource', text)) throw refusal;
  return JSON.parse(text) as PolicyDocument;
}

/** A resource policy under the name that decisions report. */
export function resourcePolicy(arn: string, document: PolicyDocument | undefined): { resourcePolicy?: Policy } {
  return document ? { resourcePolicy: { name: `policy of ${arn}`, document } } : {};
}
