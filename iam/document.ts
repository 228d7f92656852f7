/** Reads documents whose types nobody checked. What AWS would refuse to store opens nothing, weakens nothing and never throws. */
import type { PolicyDocument, PolicyStatement } from './types.js';

/** A malformed Deny: what it was meant to deny cannot be told, so it denies everything. */
const EVERYTHING: PolicyStatement = { Effect: 'Deny', Action: '*' };

/** The statements that count, each with its place in the document, counted from 0. A malformed Allow does not. */
export function readStatements(document: PolicyDocument): { statement: PolicyStatement; index: number }[] {
  const given: unknown = document.Statement;
  return (Array.isArray(given) ? (given as unknown[]) : [given]).flatMap((member, index) => {
    const statement = readStatement(member);
    return statement ? [{ statement, index }] : [];
  });
}

function readStatement(given: unknown): PolicyStatement | undefined {
  if (!isRecord(given) || (given.Effect !== 'Allow' && given.Effect !== 'Deny')) return undefined;
  if (isWellFormed(given)) return given as unknown as PolicyStatement;
  return given.Effect === 'Allow' ? undefined : EVERYTHING;
}

/** The rules of the IAM user guide, "Grammar of the IAM JSON policy language", that an evaluation depends on. */
function isWellFormed(given: Record<string, unknown>): boolean {
  const { Action, NotAction, Resource, NotResource, Principal, NotPrincipal, Condition, Sid } = given;
  return (
    isOneOf(Action, NotAction, isTexts) &&
    ((Resource === undefined && NotResource === undefined) || isOneOf(Resource, NotResource, isTexts)) &&
    ((Principal === undefined && NotPrincipal === undefined) || isOneOf(Principal, NotPrincipal, isPrincipal)) &&
    (Condition === undefined || isCondition(Condition)) &&
    (Sid === undefined || typeof Sid === 'string')
  );
}

/** Exactly one of the two is there, and is what it should be. */
function isOneOf(plain: unknown, negated: unknown, is: (value: unknown) => boolean): boolean {
  return plain === undefined ? negated !== undefined && is(negated) : negated === undefined && is(plain);
}

function isTexts(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((member) => typeof member === 'string'));
}

function isPrincipal(value: unknown): boolean {
  return value === '*' || (isRecord(value) && Object.values(value).every(isTexts));
}

function isCondition(value: unknown): boolean {
  return (
    isRecord(value) && Object.values(value).every((keys) => isRecord(keys) && Object.values(keys).every(isScalars))
  );
}

function isScalars(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isScalar) : isScalar(value);
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
