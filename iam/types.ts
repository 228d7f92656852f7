/** The words of the policy evaluator. Pure data: no clock, no I/O, no dependency. */

/** A policy document as AWS stores it (IAM user guide, "IAM JSON policy elements reference"). */
export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: PolicyStatement | PolicyStatement[];
}

/** One statement. Elements that hold one value or a list are accepted in both forms, as AWS does. */
export interface PolicyStatement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Principal?: PrincipalElement;
  NotPrincipal?: PrincipalElement;
  Action?: OneOrMany<string>;
  NotAction?: OneOrMany<string>;
  Resource?: OneOrMany<string>;
  NotResource?: OneOrMany<string>;
  Condition?: Record<string, Record<string, OneOrMany<string | number | boolean>>>;
}

export type OneOrMany<T> = T | T[];
export type PrincipalElement =
  '*' | Partial<Record<'AWS' | 'Service' | 'Federated' | 'CanonicalUser', OneOrMany<string>>>;

/** A document and the name that a decision is reported under: its ARN, or for an inline policy its name. */
export interface Policy {
  name: string;
  document: PolicyDocument;
}

/** What is asked: may `principal` do `action` on `resource`, given `context`? */
export interface AccessRequest {
  /**
   * ARN of the user, session (`arn:aws:sts::…:assumed-role/Name/session`), federated user, root or identity provider; name of a
   * service or of a web identity provider; `*` for an anonymous caller.
   */
  principal: string;
  /** Unique id (AIDA…, AROA…) of the user, or of the role behind a session. Stored trust policies name ids, not ARNs. */
  principalId?: string;
  /** SCPs never bind principals of the management account. */
  principalInManagementAccount?: boolean;
  /** SCPs and RCPs never bind service-linked roles. */
  serviceLinkedRole?: boolean;
  action: string;
  resource: string;
  /** Twelve digits: the account that owns `resource`. */
  resourceAccount: string;
  /** RCPs never reach resources of the management account. */
  resourceInManagementAccount?: boolean;
  /** Context keys that are present; a key that AWS would not send is not here. Key names compare case-insensitively. */
  context: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Every document that applies to the request. */
export interface ApplicablePolicies {
  /** Of the user and its groups, or of the role. */
  identity: readonly Policy[];
  /** Resource policy of the resource, other than a role trust policy. Absent: it has none, or none is known. */
  resource?: Policy;
  /** Trust policy: used for `sts:Assume*`, `sts:TagSession`, `sts:SetSourceIdentity`. */
  trust?: Policy;
  boundary?: Policy;
  /** `undefined`: the session has no session policy. An empty list means the same. */
  session?: readonly Policy[];
  /** SCPs of the principal's account, root first, account last. An empty list: no organization or SCPs not enabled. */
  scpsByLevel: readonly (readonly Policy[])[];
  /** RCPs of the resource's account, root first, account last. Absent: none beyond the default. */
  rcpsByLevel?: readonly (readonly Policy[])[];
}

export type Decision = 'allow' | 'implicitDeny' | 'explicitDeny';

/** The type of policy that decided, in the words of AWS's access-denied messages. */
export type PolicyType =
  | 'identity-based policy'
  | 'resource-based policy'
  | 'role trust policy'
  | 'permissions boundary'
  | 'session policy'
  | 'service control policy'
  | 'resource control policy'
  | 'AWS';

/** One step of the reasoning, in the order in which it was taken; for people who ask why. */
export interface TraceStep {
  type: PolicyType;
  /** Name of the policy, if one document decided the step. */
  policy?: string;
  /** `Sid`, or `statement-N` counted from 1. */
  statement?: string;
  /** What this step found. */
  finding: 'allows' | 'denies' | 'silent' | 'not applicable';
  detail?: string;
}

export interface Evaluation {
  decision: Decision;
  decidedBy: PolicyType;
  policy?: string;
  statement?: string;
  trace: readonly TraceStep[];
}
