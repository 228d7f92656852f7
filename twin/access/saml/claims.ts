/** What a signed assertion says, as text; whether it is good is judged elsewhere. */
import { ASSERTION, attributeKeys, AWS_ATTRIBUTE, NAME_ID_FORMAT } from './names.js';
import { attribute, children, textOf } from './strict-xml.js';

/** The claims of an assertion. Times are milliseconds since 1970; `NaN` for what is no time. */
export interface Claims {
  /** `ID` of the assertion. */
  id: string;
  issuer: string;
  issuedAt: number;
  /** `undefined` if it names nobody. */
  subject: string | undefined;
  /** `persistent`, `transient`, or a whole format. */
  subjectType: string | undefined;
  /** `undefined` unless there is exactly one, with both. */
  confirmation: { recipient: string; notOnOrAfter: number } | undefined;
  conditions: { notBefore: number | undefined; notOnOrAfter: number | undefined };
  audiences: string[];
  /** The session at the identity provider ends; the session of the role ends no later. */
  sessionNotOnOrAfter: number | undefined;
  /** Pairs of ARNs in whatever order they stand. */
  roles: string[][];
  roleSessionName: string | undefined;
  sessionDuration: string | undefined;
  sourceIdentity: string | undefined;
  /** Session tags, each once. */
  tags: { Key: string; Value: string }[];
  transitiveTagKeys: string[];
  /** Context keys of attributes that are not AWS's own. */
  keys: Record<string, string[]>;
}

/** Reads an assertion. */
export function readClaims(assertion: Element): Claims {
  const [subject] = children(assertion, ASSERTION, 'Subject');
  const [nameId] = subject ? children(subject, ASSERTION, 'NameID') : [];
  const [conditions] = children(assertion, ASSERTION, 'Conditions');
  const [authentication] = children(assertion, ASSERTION, 'AuthnStatement');
  const [issuer] = children(assertion, ASSERTION, 'Issuer');
  const attributes = attributesOf(assertion);
  const one = (name: string): string | undefined => attributes.get(AWS_ATTRIBUTE + name)?.[0];
  return {
    id: attribute(assertion, 'ID') ?? '',
    issuer: issuer ? textOf(issuer) : '',
    issuedAt: Date.parse(attribute(assertion, 'IssueInstant') ?? ''),
    subject: nameId && (textOf(nameId) || undefined),
    subjectType: nameId && attribute(nameId, 'Format')?.replace(NAME_ID_FORMAT, ''),
    confirmation: subject && confirmationOf(subject),
    conditions: { notBefore: timeOf(conditions, 'NotBefore'), notOnOrAfter: timeOf(conditions, 'NotOnOrAfter') },
    audiences: conditions
      ? children(conditions, ASSERTION, 'AudienceRestriction').flatMap((restriction) =>
          children(restriction, ASSERTION, 'Audience').map(textOf),
        )
      : [],
    sessionNotOnOrAfter: timeOf(authentication, 'SessionNotOnOrAfter'),
    roles: (attributes.get(`${AWS_ATTRIBUTE}Role`) ?? []).map((pair) => pair.split(',').map((arn) => arn.trim())),
    roleSessionName: one('RoleSessionName'),
    sessionDuration: one('SessionDuration'),
    sourceIdentity: one('SourceIdentity'),
    tags: tagsOf(attributes),
    transitiveTagKeys: attributes.get(`${AWS_ATTRIBUTE}TransitiveTagKeys`) ?? [],
    keys: keysOf(attributes),
  };
}

function confirmationOf(subject: Element): Claims['confirmation'] {
  const confirmations = children(subject, ASSERTION, 'SubjectConfirmation');
  const [data] = confirmations.flatMap((confirmation) => children(confirmation, ASSERTION, 'SubjectConfirmationData'));
  const recipient = data && attribute(data, 'Recipient');
  const notOnOrAfter = timeOf(data, 'NotOnOrAfter');
  return confirmations.length === 1 && recipient !== undefined && notOnOrAfter !== undefined
    ? { recipient, notOnOrAfter }
    : undefined;
}

/** Values by name of the attribute; of an attribute that stands there twice all values. */
function attributesOf(assertion: Element): ReadonlyMap<string, string[]> {
  const found = new Map<string, string[]>();
  for (const statement of children(assertion, ASSERTION, 'AttributeStatement')) {
    for (const element of children(statement, ASSERTION, 'Attribute')) {
      const name = attribute(element, 'Name') ?? '';
      found.set(name, [...(found.get(name) ?? []), ...children(element, ASSERTION, 'AttributeValue').map(textOf)]);
    }
  }
  return found;
}

function tagsOf(attributes: ReadonlyMap<string, string[]>): Claims['tags'] {
  const prefix = `${AWS_ATTRIBUTE}PrincipalTag:`;
  return [...attributes].flatMap(([name, values]) =>
    name.startsWith(prefix) ? [{ Key: name.slice(prefix.length), Value: values[0] ?? '' }] : [],
  );
}

function keysOf(attributes: ReadonlyMap<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(
    [...attributes].flatMap(([name, values]) =>
      Object.hasOwn(attributeKeys, name) ? [[attributeKeys[name] ?? '', values] as const] : [],
    ),
  );
}

function timeOf(element: Element | undefined, name: string): number | undefined {
  const text = element && attribute(element, name);
  return text === undefined ? undefined : Date.parse(text);
}
