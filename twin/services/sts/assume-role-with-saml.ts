/** AssumeRoleWithSAML (STS API reference, AssumeRoleWithSAML): an assertion instead of a signature. */
import { createHash } from 'node:crypto';
import type { Caller } from '../../access/caller.js';
import type { RequiredPermission } from '../../access/request.js';
import { acceptResponse } from '../../access/saml/accept-response.js';
import type { Accepted } from '../../access/saml/accept-response.js';
import type { TwinAccount, TwinRole } from '../../state/twin-state.js';
import { AwsError } from '../../wire/aws-error.js';
import { operation } from '../shared/operation.js';
import type { OperationContext } from '../shared/operation.js';
import { assumedRoleUser, checkRoleDuration, checkRoleArn, findRole, roleTagKeys } from './assumed-role.js';
import { credentialsOf, issueSession, SHORTEST_SECONDS } from './issue-session.js';
import { checkAttributes } from './session-attributes.js';
import { packedPolicySize, sessionPolicies } from './session-policies.js';
import type { SessionPolicyInput } from './session-policies.js';

interface AssumeRoleWithSamlInput extends SessionPolicyInput {
  RoleArn: string;
  PrincipalArn: string;
  /** A response in base64. */
  SAMLAssertion: string;
  DurationSeconds?: number;
}

type SamlCaller = Extract<Caller, { kind: 'saml' }>;
type Keys = Record<string, string | readonly string[]>;

export const assumeRoleWithSaml = operation<AssumeRoleWithSamlInput, unknown>({
  name: 'AssumeRoleWithSAML',
  identify: (input, { state, clock }): SamlCaller => {
    checkRoleArn(input.RoleArn);
    const account = state.accounts.get(input.PrincipalArn.split(':')[4] ?? '');
    const provider = account?.state === 'ACTIVE' ? account.samlProviders.get(input.PrincipalArn) : undefined;
    if (!account || !provider) throw new AwsError('InvalidIdentityToken', "Specified provider doesn't exist");
    const claims = acceptResponse(input.SAMLAssertion, provider, state.partition, clock.now());
    const nameQualifier = createHash('sha1').update(`${claims.issuer}${account.id}/${provider.name}`).digest('base64');
    return { kind: 'saml', account, arn: provider.arn, providerName: provider.name, nameQualifier, claims };
  },
  permissions: (input, context) => {
    const caller = samlCaller(context);
    const { account, role } = roleFor(input, context, caller);
    const { claims } = caller;
    checkAttributes({ Tags: claims.tags, TransitiveTagKeys: claims.transitiveTagKeys });
    const required = (action: string): RequiredPermission => ({
      action,
      resource: role.arn,
      resourceAccount: account.id,
      trust: { name: `trust policy of ${role.arn}`, document: role.trust },
      context: { ...requestKeys(caller), ...roleTagKeys(role) },
    });
    const tags = claims.tags.length > 0 ? [required('sts:TagSession')] : [];
    const source = claims.sourceIdentity === undefined ? [] : [required('sts:SetSourceIdentity')];
    return [required('sts:AssumeRoleWithSAML'), ...tags, ...source];
  },
  run: (input, context) => {
    const caller = samlCaller(context);
    const { claims, nameQualifier } = caller;
    const { account, role } = roleFor(input, context, caller);
    const policies = sessionPolicies(input, account);
    const transitive = new Set(claims.transitiveTagKeys.map((key) => key.toLowerCase()));
    const session = issueSession(context, duration(input, role, claims, context.clock.now()), {
      accountId: account.id,
      kind: 'assumed-role',
      roleName: role.name,
      roleId: role.id,
      sessionName: claims.roleSessionName,
      sessionTags: new Map(claims.tags.map(({ Key, Value }) => [Key, Value])),
      transitiveTagKeys: new Set(claims.tags.map(({ Key }) => Key).filter((key) => transitive.has(key.toLowerCase()))),
      federation: { provider: caller.arn, keys: subjectKeys(caller) },
      ...(claims.sourceIdentity === undefined ? {} : { sourceIdentity: claims.sourceIdentity }),
      ...(policies.length === 0 ? {} : { sessionPolicies: policies }),
    });
    return {
      Credentials: credentialsOf(session),
      AssumedRoleUser: assumedRoleUser(context.state, account, role, claims.roleSessionName),
      ...packedPolicySize({ ...input, Tags: claims.tags }),
      Subject: claims.subject,
      SubjectType: claims.subjectType,
      Issuer: claims.issuer,
      Audience: claims.recipient,
      NameQualifier: nameQualifier,
      ...(claims.sourceIdentity === undefined ? {} : { SourceIdentity: claims.sourceIdentity }),
    };
  },
});

function samlCaller({ caller }: OperationContext): SamlCaller {
  if (caller.kind === 'saml') return caller;
  throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML', 403);
}

/**
 * The role, if the assertion maps the person to it through this provider. Roles of Identity Center are assumed through its
 * portal alone, and a provider serves the roles of its own account. What is not mapped is refused as what does not exist.
 */
function roleFor(
  { RoleArn: arn }: AssumeRoleWithSamlInput,
  { state }: OperationContext,
  { account, arn: provider, claims }: SamlCaller,
): { account: TwinAccount; role: TwinRole } {
  const mapped = claims.roles.some((pair) => pair.length === 2 && pair.includes(arn) && pair.includes(provider));
  const found = findRole(state, arn);
  if (!mapped || found?.account !== account || found.role.path.startsWith('/aws-reserved/'))
    throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithSAML', 403);
  return found;
}

/** Whichever ends first: what the call asks for, what the attribute allows, the session at the identity provider. */
function duration(
  { DurationSeconds }: AssumeRoleWithSamlInput,
  role: TwinRole,
  { sessionDuration, sessionNotOnOrAfter }: Accepted,
  now: number,
): number {
  const asked = checkRoleDuration(DurationSeconds, role);
  const allowed = sessionDuration === undefined ? asked : Number(sessionDuration);
  if (!Number.isInteger(allowed) || allowed < SHORTEST_SECONDS || allowed > 43_200)
    throw new AwsError(
      'InvalidIdentityToken',
      'SessionDuration in AuthnResponse must be a number of seconds from 900 to 43200',
    );
  const left = sessionNotOnOrAfter === undefined ? asked : Math.floor((sessionNotOnOrAfter - now) / 1000);
  if (!(left > 0)) throw new AwsError('ExpiredTokenException', 'The session at the identity provider has ended');
  return Math.min(asked, allowed, left);
}

/** Keys that later requests of the session carry too. */
function subjectKeys({ nameQualifier, claims }: SamlCaller): Record<string, string> {
  return {
    'saml:namequalifier': nameQualifier,
    'saml:sub': claims.subject,
    ...(claims.subjectType === undefined ? {} : { 'saml:sub_type': claims.subjectType }),
  };
}

/** Keys of the assertion (IAM user guide, "Available keys for SAML-based AWS STS federation"). */
function requestKeys(caller: SamlCaller): Keys {
  const { account, claims, providerName } = caller;
  return {
    ...claims.keys,
    'saml:aud': claims.recipient,
    'saml:iss': claims.issuer,
    'saml:doc': `${account.id}/${providerName}`,
    ...subjectKeys(caller),
    'sts:RoleSessionName': claims.roleSessionName,
    ...(claims.sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': claims.sourceIdentity }),
    ...(claims.transitiveTagKeys.length > 0 ? { 'sts:TransitiveTagKeys': claims.transitiveTagKeys } : {}),
    ...(claims.tags.length > 0 ? { 'aws:TagKeys': claims.tags.map(({ Key }) => Key) } : {}),
    ...Object.fromEntries(claims.tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value])),
  };
}
