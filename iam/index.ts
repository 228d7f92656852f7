/** The policy evaluator. */
export { evaluate } from './evaluate.js';
export { denialMessage } from './denial-message.js';
export type {
  AccessRequest,
  ApplicablePolicies,
  Evaluation,
  Policy,
  PolicyDocument,
  PolicyStatement,
  PrincipalElement,
} from './types.js';
