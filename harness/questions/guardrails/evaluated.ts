/** What is only ever decided by the evaluator: a call that could succeed is never made, and nobody holds the root user's credentials. */

export interface EvaluatedQuestion {
  title: string;
  action: string;
  /** Whose question it is: that of the role sessions, or of the root user. */
  principal: 'roles' | 'root';
}

export const evaluatedQuestions: readonly EvaluatedQuestion[] = [
  { title: 'leave the organization', action: 'organizations:LeaveOrganization', principal: 'roles' },
  { title: 'act as the root user', action: 's3:ListAllMyBuckets', principal: 'root' },
];
