/**
 * Principals of trust policies: stored as unique ids, shown as ARNs while the entity lives (IAM user guide, "AWS JSON
 * policy elements: Principal"). So a re-created user is a stranger, and a deleted one shows as its raw id.
 */
import type { PolicyDocument, PolicyStatement, PrincipalElement } from '../../iam/index.js';
import type { TwinState } from '../state/twin-state.js';
import { AwsError } from '../wire/aws-error.js';

/** The document as IAM stores it. Throws `MalformedPolicyDocument` for a user or role that does not exist. */
export function storedTrust(state: TwinState, document: PolicyDocument): PolicyDocument {
  return mapPrincipals(document, (name) => {
    // An account by its number alone is shown by the ARN of its root.
    if (/^\d{12}$/.test(name)) return `arn:${state.partition}:iam::${name}:root`;
    if (!isEntityArn(name)) return name;
    const id = entityId(state, name);
    if (id === undefined) throw invalidPrincipal(name);
    return id;
  });
}

/**
 * The same for a document that a call brings: a unique id in it must be that of a user or role that lives, while documents of
 * the organization may hold one that dangles. Throws `MalformedPolicyDocument`.
 */
export function acceptedTrust(state: TwinState, document: PolicyDocument): PolicyDocument {
  mapPrincipals(document, (name) => {
    if (isUniqueId(name) && entityArn(state, name) === undefined) throw invalidPrincipal(name);
    return name;
  });
  return storedTrust(state, document);
}

/** The document as IAM shows it. */
export function shownTrust(state: TwinState, document: PolicyDocument): PolicyDocument {
  return mapPrincipals(document, (name) => (isUniqueId(name) ? (entityArn(state, name) ?? name) : name));
}

function mapPrincipals(document: PolicyDocument, change: (name: string) => string): PolicyDocument {
  const statements = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return { ...document, Statement: statements.map((statement) => mapStatement(statement, change)) };
}

function mapStatement(statement: PolicyStatement, change: (name: string) => string): PolicyStatement {
  const element = (value: PrincipalElement): PrincipalElement => {
    if (value === '*' || value.AWS === undefined) return value;
    return { ...value, AWS: Array.isArray(value.AWS) ? value.AWS.map(change) : change(value.AWS) };
  };
  return {
    ...statement,
    ...(statement.Principal === undefined ? {} : { Principal: element(statement.Principal) }),
    ...(statement.NotPrincipal === undefined ? {} : { NotPrincipal: element(statement.NotPrincipal) }),
  };
}

function invalidPrincipal(name: string): AwsError {
  return new AwsError('MalformedPolicyDocument', `Invalid principal in policy: "AWS":"${name}"`);
}

function isUniqueId(name: string): boolean {
  return /^A(ID|RO)A/.test(name);
}

function isEntityArn(name: string): boolean {
  return /^arn:[\w-]+:iam::\d{12}:(user|role)\//.test(name);
}

function entityId(state: TwinState, arn: string): string | undefined {
  const account = state.accounts.get(arn.split(':')[4] ?? '');
  const name = arn.split('/').at(-1) ?? '';
  const entity = arn.includes(':user/') ? account?.users.get(name) : account?.roles.get(name);
  return entity?.arn === arn ? entity.id : undefined;
}

function entityArn(state: TwinState, id: string): string | undefined {
  for (const account of state.accounts.values()) {
    for (const entity of [...account.users.values(), ...account.roles.values()])
      if (entity.id === id) return entity.arn;
  }
  return undefined;
}
