/** Who asks, and how a policy's Principal element names them (IAM user guide, "AWS JSON policy elements: Principal"). */
import { splitArn } from './arn.js';
import type { RequestContext } from './context.js';
import type { AccessRequest, PrincipalElement } from './types.js';
import type { Statement } from './statement.js';

export type PrincipalKind =
  'user' | 'role-session' | 'federated-user' | 'root' | 'service' | 'federation' | 'anonymous';

export interface Principal {
  kind: PrincipalKind;
  arn: string;
  /** Empty for services, federation and anonymous. */
  account: string;
  id: string | undefined;
  /** Of the role behind a session, with its path; empty if the context does not tell it. */
  roleArn: string;
  /** Of the role behind a session. */
  roleName: string;
  /** Of the user behind a federated session. */
  userArn: string;
}

/**
 * How closely a policy names a principal. `named`: the user, or the role behind a session. `session`: the session itself
 * or everybody. `account`: the whole account, which only delegates.
 */
export type Naming = 'none' | 'account' | 'named' | 'session';

/** Reads the principal of a request. */
export function readPrincipal(request: AccessRequest, context: RequestContext): Principal {
  const [scheme, partition, service, , account = '', resource = ''] = splitArn(request.principal);
  const base = { arn: request.principal, account, id: request.principalId, roleArn: '', roleName: '', userArn: '' };
  if (request.principal === '*' || request.principal === '') return { ...base, kind: 'anonymous', account: '' };
  if (scheme !== 'arn') return { ...base, kind: isWebIdentity(request) ? 'federation' : 'service', account: '' };
  const [type = '', ...names] = resource.split('/');
  if (service === 'sts' && type === 'assumed-role') {
    const [roleName = ''] = names;
    const told = context.get('aws:principalarn')?.values[0] ?? '';
    return { ...base, kind: 'role-session', roleArn: told.includes(':role/') ? told : '', roleName };
  }
  if (service === 'sts' && type === 'federated-user') {
    return {
      ...base,
      kind: 'federated-user',
      userArn: `arn:${partition ?? 'aws'}:iam::${account}:user/${names.join('/')}`,
    };
  }
  if (resource === 'root') return { ...base, kind: 'root' };
  if (type === 'role')
    return { ...base, kind: 'role-session', roleArn: request.principal, roleName: names.at(-1) ?? '' };
  if (type === 'saml-provider' || type === 'oidc-provider') return { ...base, kind: 'federation', account: '' };
  return { ...base, kind: 'user' };
}

/**
 * A name that is no ARN is a service or a web identity provider. Cognito's provider is named as a service is: there, the
 * action tells (IAM user guide, "OIDC federated principals").
 */
function isWebIdentity({ principal, action }: AccessRequest): boolean {
  const isServiceName = /\.amazonaws\.com(\.cn)?$/.test(principal);
  const isCognito = principal === 'cognito-identity.amazonaws.com';
  return (
    /^sts:assumerolewith/i.test(action) ||
    (/^sts:(tagsession|setsourceidentity)$/i.test(action) && (isCognito || !isServiceName))
  );
}

/**
 * How a statement's Principal or NotPrincipal element names the principal; `none` if it does not apply to it. A Deny with
 * NotPrincipal hits everybody who has a permissions boundary, listed or not (IAM user guide, "NotPrincipal with Deny").
 */
export function namingOf(statement: Statement, principal: Principal, hasBoundary: boolean): Naming {
  if (!statement.principals) return 'session';
  const { element, negated } = statement.principals;
  if (!negated) return naming(element, principal);
  const excluded =
    statement.effect === 'Allow' ? naming(element, principal) !== 'none' : !hasBoundary && isSpared(element, principal);
  return excluded ? 'none' : 'session';
}

function naming(element: PrincipalElement, principal: Principal): Naming {
  if (element === '*') return 'session';
  const best = list(element.AWS).map((name) => namesAws(name, principal));
  for (const candidate of ['session', 'named', 'account'] as const) if (best.includes(candidate)) return candidate;
  if (principal.kind === 'service' && list(element.Service).some((name) => name === principal.arn || name === '*'))
    return 'named';
  if (principal.kind === 'federation' && list(element.Federated).includes(principal.arn)) return 'named';
  return 'none';
}

function namesAws(name: string, principal: Principal): Naming {
  if (name === '*') return 'session';
  if (principal.account === '') return 'none';
  if (
    name === principal.account ||
    name === `arn:${splitArn(principal.arn)[1] ?? 'aws'}:iam::${principal.account}:root`
  )
    return 'account';
  // A role that is asked about without a session is named as a role.
  if (name === principal.arn) return principal.kind === 'user' || name === principal.roleArn ? 'named' : 'session';
  if (principal.id !== undefined && name === principal.id) return 'named';
  if (principal.kind === 'role-session' && namesRole(name, principal)) return 'named';
  return principal.kind === 'federated-user' && name === principal.userArn ? 'named' : 'none';
}

/** A role is unique by its name in its account: where the context does not tell the path, the name decides. */
function namesRole(name: string, { roleArn, roleName, account }: Principal): boolean {
  if (roleArn !== '') return name === roleArn;
  const [, , service, , nameAccount, resource = ''] = splitArn(name);
  return (
    service === 'iam' &&
    nameAccount === account &&
    resource.startsWith('role/') &&
    resource.split('/').at(-1) === roleName
  );
}

/**
 * NotPrincipal spares only whom it lists on every layer: a user and its account; a session, its role and its account
 * (IAM user guide, "AWS JSON policy elements: NotPrincipal").
 */
function isSpared(element: PrincipalElement, principal: Principal): boolean {
  if (element === '*' || list(element.AWS).includes('*')) return true;
  if (principal.kind === 'service') return list(element.Service).includes(principal.arn);
  if (principal.kind === 'federation') return list(element.Federated).includes(principal.arn);
  const found = new Set(list(element.AWS).map((name) => namesAws(name, principal)));
  if (principal.kind === 'root') return found.has('account');
  if (!found.has('account')) return false;
  if (principal.kind === 'user' || principal.arn === principal.roleArn) return found.has('named');
  return found.has('session') && found.has('named');
}

function list(value: string | string[] | undefined): readonly string[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}
