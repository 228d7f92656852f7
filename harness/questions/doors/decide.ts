/** What a principal may do, decided by the evaluator from everything that was read. Pure. */
import { evaluate } from '../../../iam/index.js';
import type { Evaluation, Policy, PolicyStatement } from '../../../iam/index.js';
import type { Statement, Statements } from '../../../organization/model.js';
import {
  boundaryOf,
  compiled,
  identityPolicies,
  levelsOf,
  management,
  oncePerInspection,
  scpsEnabled,
} from '../../configuration/inspected.js';
import type { NamedAccount } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { groupedBy } from '../../../base/grouped-by.js';
import { trustOf } from './holders.js';
import type { Holder } from './holders.js';

export type Context = Record<string, string | readonly string[]>;

/** What is asked, of whom. */
export interface Asked {
  action: string;
  resource: string;
  /** Account of the resource; that of the asking holder if absent. */
  account?: NamedAccount;
  /** Whose trust policy decides. */
  role?: Holder;
  context?: Context;
}

/** What is imagined about who asks. */
export interface Imagined {
  identity?: readonly Policy[];
  boundary?: 'none';
  scps?: 'none';
  mfa?: 'absent';
}

/** The session of a holder asks: a user with its MFA code, a role as its session. */
function decide(inspected: Inspected, who: Holder, asked: Asked, imagined: Imagined = {}): Evaluation {
  const { in: home, entity } = who;
  const target = asked.account ?? home;
  const manager = management(inspected).name;
  return evaluate(
    {
      principal: who.kind === 'user' ? who.arn : sessionOf(who),
      principalId: inspected.snapshot.uniqueIds[who.arn] ?? '',
      principalInManagementAccount: home.name === manager,
      action: asked.action,
      resource: asked.resource,
      resourceAccount: target.account.id,
      resourceInManagementAccount: target.name === manager,
      context: {
        ...contextOf(inspected, who, imagined),
        'aws:ResourceAccount': target.account.id,
        ...asked.context,
      },
    },
    {
      identity: imagined.identity ?? identityPolicies(inspected, home.account, entity),
      ...(imagined.boundary === 'none' ? {} : boundaryOf(inspected, home.account, entity)),
      ...(asked.role ? { trust: { name: 'trust policy', document: compiled(trustOf(asked.role)) } } : {}),
      scpsByLevel: imagined.scps === 'none' ? [] : guardrails(inspected, home, 'SERVICE_CONTROL_POLICY'),
      rcpsByLevel: guardrails(inspected, target, 'RESOURCE_CONTROL_POLICY'),
    },
  );
}

export function allows(inspected: Inspected, who: Holder, asked: Asked, imagined: Imagined = {}): boolean {
  return decide(inspected, who, asked, imagined).decision === 'allow';
}

function sessionOf({ arn, name }: Holder): string {
  return arn.replace(':iam:', ':sts:').replace(/:role\/.*$/, `:assumed-role/${name}/x`);
}

function contextOf(inspected: Inspected, who: Holder, { mfa }: Imagined): Context {
  const { organization, uniqueIds } = inspected.snapshot;
  const { in: home, arn, name, kind, entity } = who;
  const id = uniqueIds[arn] ?? '';
  const isUser = kind === 'user';
  return {
    ...circumstances(inspected),
    'aws:PrincipalArn': arn,
    'aws:PrincipalAccount': home.account.id,
    'aws:PrincipalOrgID': organization.id,
    'aws:PrincipalOrgPaths': [orgPath(inspected, home)],
    'aws:PrincipalType': isUser ? 'User' : 'AssumedRole',
    'aws:userid': isUser ? id : `${id}:x`,
    ...(isUser ? { 'aws:username': name } : {}),
    // A role's session carries no code; a user has a device, or may make one for itself.
    ...(mfa === 'absent' ? {} : { 'aws:MultiFactorAuthPresent': String(isUser) }),
    ...(isUser && mfa !== 'absent' ? { 'aws:MultiFactorAuthAge': '1' } : {}),
    ...tags('aws:PrincipalTag', entity.tags),
  };
}

/** Context keys that do not depend on who asks. */
export function circumstances({ now, snapshot }: Inspected): Context {
  return {
    'aws:CurrentTime': new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z'),
    'aws:EpochTime': String(Math.floor(now / 1000)),
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
    'aws:ResourceOrgID': snapshot.organization.id,
    // IAM is called in one Region, STS in any.
    'aws:RequestedRegion': snapshot.organization.partition === 'aws' ? 'us-east-1' : snapshot.organization.homeRegion,
    'sts:RoleSessionName': 'x',
  };
}

/** Context keys of tags. */
export function tags(key: string, values: Readonly<Record<string, string>>): Context {
  return Object.fromEntries(Object.entries(values).map(([tag, value]) => [`${key}/${tag}`, value]));
}

function orgPath(inspected: Inspected, place: NamedAccount): string {
  const { organization } = inspected.snapshot;
  const units = levelsOf(inspected, place)
    .slice(1, -1)
    .map((name) => organization.ous[name]?.id ?? name);
  return `${[organization.id, organization.rootId, ...units].join('/')}/`;
}

type GuardrailType = 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';

/** Guardrails of an account by level. What depends on where a caller stands stops nobody who stands there. */
function guardrails(inspected: Inspected, place: NamedAccount, type: GuardrailType): Policy[][] {
  if (place.name === management(inspected).name) return [];
  if (type === 'SERVICE_CONTROL_POLICY' && !scpsEnabled(inspected)) return [];
  if (!inspected.snapshot.policyTypes.includes(type)) return [];
  return levelsOf(inspected, place).map((level) =>
    (attached(inspected).get(`${type} ${level}`) ?? []).map(({ policy }) => policy),
  );
}

/** Guardrails by what they are attached to: some are attached to every account there is. */
const attached = oncePerInspection((inspected) =>
  groupedBy(
    decidable(inspected).flatMap((one) =>
      one.attachedTo.map((level) => ({ key: `${one.type} ${level}`, policy: one.policy })),
    ),
    ({ key }) => key,
  ),
);

/** Prepared once: the evaluator compiles a document once for each object. */
const decidable = oncePerInspection(({ snapshot }) => {
  const { organization, awsGuardrails } = snapshot;
  const kept = (statements: Statements): Statements =>
    Object.fromEntries(Object.entries(statements).filter(([, one]) => one.Effect === 'Allow' || !isAboutPlaces(one)));
  const of = (
    name: string,
    type: GuardrailType,
    { attachedTo, statements }: { attachedTo: readonly string[]; statements: Statements },
  ): { type: GuardrailType; attachedTo: readonly string[]; policy: Policy } => ({
    type,
    attachedTo,
    policy: { name, document: compiled(kept(statements)) },
  });
  return [
    ...Object.entries(awsGuardrails).map(([name, policy]) => of(name, policy.type, policy)),
    ...Object.entries(organization.serviceControlPolicies).map(([name, policy]) =>
      of(name, 'SERVICE_CONTROL_POLICY', policy),
    ),
    ...Object.entries(organization.resourceControlPolicies).map(([name, policy]) =>
      of(name, 'RESOURCE_CONTROL_POLICY', policy),
    ),
  ];
});

const PLACES = /^aws:(sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|useragent|referer)$/i;

function isAboutPlaces({ Condition: condition }: Statement): boolean {
  return Object.values(condition ?? {}).some((keys) => Object.keys(keys).some((key) => PLACES.test(key)));
}

/** Keys that whoever calls chooses, or whoever signs its token. */
const CHOSEN =
  /^(sts:(externalid|rolesessionname|sourceidentity)|aws:(requesttag\/.*|tagkeys|sourceip|vpcsourceip|sourcevpc|sourcevpce|sourcevpcarn|useragent|referer)|saml:.*|(?!aws:|iam:|sts:|kms:|s3:).*:(aud|sub|azp|amr|email|oaud|.*))$/i;

/**
 * The context keys that let somebody past a statement who knows what it asks for: an external id, a session name, the claims of
 * a token. Only values that a condition names are known; what it forbids is left away. `also`: further keys that can be chosen.
 */
export function chosenFor(statement: PolicyStatement, who: { name: string }, also?: RegExp): Context {
  const chosen: Context = {};
  for (const [operator, keys] of Object.entries(statement.Condition ?? {})) {
    if (/Not|^Null|Date/.test(operator)) continue;
    for (const [key, values] of Object.entries(keys)) {
      if (!CHOSEN.test(key) && !also?.test(key)) continue;
      const value = String([values].flat()[0] ?? '').replaceAll('${aws:username}', who.name);
      const filled = /^IpAddress/i.test(operator) ? (value.split('/')[0] ?? '') : value.replaceAll(/[*?]/g, 'x');
      chosen[key] = /^For(All|Any)/.test(operator) ? [filled] : filled;
    }
  }
  return chosen;
}
