/**
 * A request that a statement is about, made of its own Action, Resource and Condition. What to try is taken from the statement;
 * whether it falls inside is decided by the evaluator alone. Pure.
 */
import type { PolicyDocument, PolicyStatement } from '../../../iam/index.js';
import { isAboutPrincipal } from '../../causes/exemptions.js';
import { denies } from '../../causes/guarded.js';
import type { Asked, Guarded } from '../../causes/guarded.js';
import { globalRegion } from '../harmless/call.js';

/** Where it is asked. */
export interface Place {
  partition: string;
  accountId: string;
  /** Home Region first. */
  regions: readonly string[];
}

type Value = string | readonly string[] | undefined;

/** The first request of this principal that the statement denies; `undefined` if none can be made. `statement` holds no exemption. */
export function requestInside(statement: PolicyStatement, who: Guarded, place: Place): Asked | undefined {
  const { document, context } = aboutOf(statement, who, place);
  if (context === undefined) return undefined;
  const { 'aws:RequestedRegion': region, ...others } = context;
  for (const action of actionsOf(statement)) {
    for (const resource of resourcesOf(statement, place)) {
      const asked: Asked = {
        action,
        resource,
        region: String(region ?? globalRegion({ action }, place.partition) ?? place.regions[0] ?? ''),
        context: others,
      };
      if (denies(document, who, asked)) return asked;
    }
  }
  return undefined;
}

interface About {
  document: PolicyDocument;
  context: Record<string, string | readonly string[]> | undefined;
}

const kept = new WeakMap<PolicyStatement, About>();

/** What is the same in every account: the evaluator compiles a document once, and a condition is met by the same values. */
function aboutOf(statement: PolicyStatement, who: Guarded, place: Place): About {
  const about = kept.get(statement) ?? {
    document: { Version: '2012-10-17', Statement: statement },
    context: contextInside(statement, who, place),
  };
  kept.set(statement, about);
  return about;
}

/** Actions that the statement names, each wildcard filled; where it names what it leaves out, some that it may mean. */
function actionsOf({ Action: action, NotAction: notAction }: PolicyStatement): string[] {
  if (notAction !== undefined) return [...ORDINARY, 'drill:Anything'];
  return [action ?? []].flat().flatMap((one) => (one === '*' ? ORDINARY : [filled(one, 'x'), filled(one, '')]));
}

/** Actions of services in every Region, and of IAM. */
const ORDINARY: readonly string[] = ['ec2:RunInstances', 's3:CreateBucket', 'lambda:CreateFunction', 'iam:CreateUser'];

function resourcesOf({ Resource: resource, NotResource: notResource }: PolicyStatement, place: Place): string[] {
  if (resource === undefined || notResource !== undefined)
    return ['*', 'arn:aws:s3:::drill-x', `arn:${place.partition}:iam::${place.accountId}:role/drill-x`];
  return [resource].flat().map((one) => (one === '*' ? '*' : resourceLike(one, place)));
}

/** An ARN that the pattern fits, in this account. */
function resourceLike(pattern: string, { partition, accountId, regions }: Place): string {
  const text = pattern.replace(/\$\{aws:(Principal|Resource)Account\}/gi, accountId);
  const [arn = '', of = '', service = '', region = '', account = '', ...rest] = text.split(':');
  if (arn !== 'arn' || rest.length === 0) return filled(text, 'x');
  const somewhere = region === '*' ? (regions[0] ?? '') : filled(region, '1');
  const owner = /[*?]/.test(account) && service !== 's3' ? accountId : filled(account, '1');
  return [arn, of === '*' ? partition : of, service, somewhere, owner, filled(rest.join(':'), 'x')].join(':');
}

/** Every wildcard, and every variable that is none of the literal characters, replaced. */
function filled(pattern: string, by: string): string {
  return pattern
    .replace(/\$\{([*?$])\}/g, (_all, literal: string) => LITERAL[literal] ?? literal)
    .replaceAll('*', by)
    .replaceAll('?', 'x')
    .replace(/[\u0001-\u0003]/g, (mark) => MARKED[mark] ?? mark);
}

/** `${*}`, `${?}` and `${$}` stand for the characters themselves (IAM user guide, "Policy variables": special characters). */
const LITERAL: Readonly<Record<string, string>> = { '*': '\u0001', '?': '\u0002', $: '\u0003' };
const MARKED: Readonly<Record<string, string>> = { '\u0001': '*', '\u0002': '?', '\u0003': '$' };

/** Context keys of the request under which every condition that is not about the principal holds, each key for itself. */
function contextInside(
  { Condition: condition }: PolicyStatement,
  who: Guarded,
  place: Place,
): Record<string, string | readonly string[]> | undefined {
  const context: Record<string, string | readonly string[]> = {};
  for (const key of keysOf(condition)) {
    const own = onlyAbout(condition ?? {}, key);
    const found = candidates(own, key, place).find((value) => holds(own, key, value, who));
    if (found === undefined) return undefined;
    if (found.value !== undefined) context[canonical(key)] = found.value;
  }
  return context;
}

/** Keys compare without regard to case; this one is told apart from the others of a request. */
function canonical(key: string): string {
  return key.toLowerCase() === 'aws:requestedregion' ? 'aws:RequestedRegion' : key;
}

function keysOf(condition: PolicyStatement['Condition']): string[] {
  const all = Object.values(condition ?? {}).flatMap((keys) => Object.keys(keys));
  const lower = new Set<string>();
  return all.filter((key) => !isAboutPrincipal(key) && !lower.has(key.toLowerCase()) && lower.add(key.toLowerCase()));
}

type Conditions = NonNullable<PolicyStatement['Condition']>;

function onlyAbout(condition: Conditions, wanted: string): Conditions {
  return Object.fromEntries(
    Object.entries(condition).flatMap(([operator, keys]) => {
      const own = Object.entries(keys).filter(([key]) => key.toLowerCase() === wanted.toLowerCase());
      return own.length > 0 ? [[operator, Object.fromEntries(own)]] : [];
    }),
  );
}

function holds(condition: Conditions, key: string, { value }: { value: Value }, who: Guarded): boolean {
  const statement: PolicyStatement = { Effect: 'Deny', Action: '*', Resource: '*', Condition: condition };
  const context = value === undefined ? {} : { [canonical(key)]: value };
  // A key that AWS always sends is taken away only where the condition asks for its absence.
  return denies({ Version: '2012-10-17', Statement: statement }, who, {
    action: 'ec2:RunInstances',
    resource: '*',
    region: 'us-east-1',
    context,
  });
}

/** Values to try: those that the condition names, what is near to them and what is far, and none. */
function candidates(condition: Conditions, key: string, { regions }: Place): { value: Value }[] {
  const named = Object.values(condition).flatMap((keys) => Object.values(keys).flat().map(String));
  const near = named.flatMap((value) => [
    filled(value, 'x'),
    filled(value, ''),
    ...(Number.isNaN(Number(value)) ? [] : [Number(value) - 1, Number(value) + 1].map(String)),
    ...(Number.isNaN(Date.parse(value)) ? [] : [-1, 1].map((days) => dayFrom(value, days))),
    value.replace(/\/\d+$/, ''),
  ]);
  const far = ['203.0.113.77', '198.51.100.7', '2001:db8::7', 'true', 'false', 'drill-x', '0', '1'];
  const arns = ['arn:aws:ec2:eu-west-1:123456789012:instance/drill-x'];
  const texts = [
    ...new Set([...(key.toLowerCase() === 'aws:requestedregion' ? regions : []), ...near, ...far, ...arns]),
  ];
  return [...texts.map((value) => ({ value })), ...texts.map((value) => ({ value: [value] })), { value: undefined }];
}

function dayFrom(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
