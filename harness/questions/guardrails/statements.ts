/** Whom each statement of a guardrail stops, decided by the evaluator from its own Action, Resource and Condition. Pure. */
import type { PolicyDocument, PolicyStatement } from '../../../iam/index.js';
import { principalConditions } from '../../causes/access.js';
import { isNeverOfRoles, withoutExemptions } from '../../causes/exemptions.js';
import { allows, denies } from '../../causes/guarded.js';
import type { Guarded } from '../../causes/guarded.js';
import { FIRST_READ, REPAIRS } from '../../causes/repairs.js';
import { requestInside } from './inside.js';
import type { Place } from './inside.js';

/** Who asks. */
export interface Askers {
  role: Guarded;
  administrator: Guarded;
}

/** Whom one statement stops who does what it is about. */
export interface Decided {
  label: string;
  /** Somebody whom it is about: the ordinary administrator, or whoever it means instead. */
  meant: Guarded;
  /** False for one that no session of an ordinary role can meet, such as a Deny for the root user. */
  aboutRoles: boolean;
  breakGlass: boolean;
  control: boolean;
  /** It is about assuming roles alone: whether it lets break glass in, the hop itself tells, which no session of the role makes. */
  hop?: true;
}

/** What was decided, and the labels of statements that no request of ours falls into. */
export interface Decisions {
  decided: Decided[];
  open: string[];
}

interface Denial {
  label: string;
  statement: PolicyStatement;
  /** What it is about, whoever it exempts. */
  bare: PolicyStatement;
  /** The statement alone. */
  alone: PolicyDocument;
  /** What it is about besides assuming roles; absent if that is all. */
  besideHops?: PolicyStatement;
}

const kept = new WeakMap<PolicyDocument, Denial[]>();

/** Its Deny statements: one object for each, because the evaluator compiles a document once. */
function denialsOf(document: PolicyDocument): Denial[] {
  const known = kept.get(document);
  if (known) return known;
  const bare = [withoutExemptions(document).Statement].flat();
  const made = [document.Statement]
    .flat()
    .map((statement, index): Denial => {
      const besideHops = withoutHops(bare[index] ?? statement);
      return {
        label: statement.Sid ?? `statement-${index + 1}`,
        statement,
        bare: bare[index] ?? statement,
        alone: { Version: '2012-10-17', Statement: statement },
        ...(besideHops ? { besideHops } : {}),
      };
    })
    .filter(({ statement }) => statement.Effect === 'Deny');
  kept.set(document, made);
  return made;
}

function withoutHops(statement: PolicyStatement): PolicyStatement | undefined {
  if (statement.Action === undefined) return statement;
  const others = [statement.Action].flat().filter((action) => !/^sts:/i.test(action));
  return others.length > 0 ? { ...statement, Action: others } : undefined;
}

/** Every statement of a guardrail in one account. */
export function decideStatements(
  { document, type }: { document: PolicyDocument; type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY' },
  askers: Askers,
  place: Place,
): Decisions {
  const decisions: Decisions = { decided: [], open: [] };
  const denials = denialsOf(document);
  if (denials.length === 0) return { decided: [allowList(document, askers, place)], open: [] };
  for (const denial of denials) {
    const found = decideStatement(denial, askers, place, type === 'RESOURCE_CONTROL_POLICY');
    if (found) decisions.decided.push(found);
    else decisions.open.push(denial.label);
  }
  return decisions;
}

function decideStatement(
  { label, statement, alone: document, bare, besideHops }: Denial,
  { role, administrator }: Askers,
  place: Place,
  aboutResources: boolean,
): Decided | undefined {
  const whole = aboutResources ? [OUTSIDER, administrator] : [administrator];
  // Of resources the role's session is asked for what it does itself: into the role only users hop.
  const about = aboutResources ? (besideHops ?? bare) : bare;
  // A service control policy binds sessions of roles by what these can be denied.
  const ofRoles = aboutResources || !isNeverOfRoles(statement);
  for (const meant of [...whole, ...others(bare, place), ...(aboutResources ? [SERVICE] : [])]) {
    const asked = requestInside(about, meant, place);
    if (!asked) continue;
    return {
      label,
      meant,
      aboutRoles: ofRoles && whole.includes(meant),
      breakGlass: ofRoles && denies(document, role, asked),
      control: denies(document, meant, asked),
      ...(aboutResources && !besideHops ? { hop: true as const } : {}),
    };
  }
  return undefined;
}

/** A service of AWS that acts for somebody else: what is said against it alone is the confused deputy (IAM user guide). */
const SERVICE: Guarded = {
  arn: 'arn:aws:iam::999999999999:user/drill-service',
  tags: {},
  keys: { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': 'drill.amazonaws.com' },
};

/** Somebody of no organization that anybody knows. */
const OUTSIDER: Guarded = {
  arn: 'arn:aws:iam::999999999999:user/drill-outsider',
  tags: {},
  keys: { 'aws:PrincipalOrgID': 'o-drilloutsider' },
};

/** Whom a statement may be about instead: the root user, a user, and roles that it names by ARN or by tag. */
function others(statement: PolicyStatement, { partition, accountId }: Place): Guarded[] {
  const arn = (resource: string): string => `arn:${partition}:iam::${accountId}:${resource}`;
  const conditions = principalConditions(statement);
  const named = conditions
    .filter(({ key, value }) => key.toLowerCase() === 'aws:principalarn' && /:(role|user)\//.test(value))
    .map(({ value }) =>
      arn(
        value
          .replace(/^.*?:(?=(role|user)\/)/, '')
          .replaceAll('*', 'x')
          .replaceAll('?', 'x'),
      ),
    );
  const tags = Object.fromEntries(
    conditions.flatMap(({ key, value }) => {
      const tag = /^aws:principaltag\/(.*)$/i.exec(key)?.[1];
      return tag === undefined ? [] : [[tag, value.replaceAll('*', 'x').replaceAll('?', 'x')] as const];
    }),
  );
  return [arn('root'), arn('user/drill-x'), ...named, arn('role/drill-x')].map((one) => ({ arn: one, tags }));
}

/** A policy without a Deny binds by what it does not allow. */
function allowList(document: PolicyDocument, { role, administrator }: Askers, { regions }: Place): Decided {
  const [region = ''] = regions;
  const allowed = (who: Guarded, action: string): boolean => allows(document, who, { action, resource: '*', region });
  return {
    label: 'Allow',
    meant: administrator,
    aboutRoles: true,
    breakGlass: ![FIRST_READ, ...REPAIRS.everywhere].every((action) => allowed(role, action)),
    control: !allowed(administrator, 'drill:Anything'),
  };
}

/** Whether a statement is about whole services, not about single actions. */
function isBroad({ Action: action, NotAction: notAction }: PolicyStatement): boolean {
  return notAction !== undefined || [action ?? []].flat().some((one) => /^(\*|[^:]*:\*+)$/.test(one));
}

/** Labels of the statements by which a guardrail that nobody declared stops the break-glass role where an emergency needs it: in whole services, or at a repair. */
export function stopsRepairs(document: PolicyDocument, { role }: Pick<Askers, 'role'>, place: Place): string[] {
  return denialsOf(document)
    .filter(({ statement, alone }) => {
      if (isBroad(statement) && requestInside(statement, role, place) !== undefined) return true;
      return [FIRST_READ, ...REPAIRS.everywhere].some((action) =>
        place.regions.some((region) =>
          denies(alone, role, { action, resource: repaired(action, role, place, region), region }),
        ),
      );
    })
    .map(({ label }) => label);
}

/** What a repair is made on: the role itself, or anything. */
function repaired(action: string, { arn }: Guarded, { partition, accountId }: Place, region: string): string {
  const [service = ''] = action.split(':');
  if (action === FIRST_READ) return '*';
  if (action === 'iam:UpdateSAMLProvider') return `arn:${partition}:iam::${accountId}:saml-provider/drill-x`;
  if (service === 'iam') return arn.replace(/:role\/.*/, ':role/drill-x');
  const kinds: Readonly<Record<string, string>> = { cloudtrail: 'trail', events: 'rule', kms: 'key' };
  return `arn:${partition}:${service}:${region}:${accountId}:${kinds[service] ?? ''}/drill-x`;
}

/** What a guardrail is judged by: of one that nobody declared, statements that bind break glass where no emergency needs anything are nobody's mistake. */
export function judgedStatements(
  guardrail: {
    document: PolicyDocument;
    type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
    declared?: unknown;
  },
  askers: Askers,
  place: Place,
): Decisions {
  const decisions = decideStatements(guardrail, askers, place);
  if (guardrail.declared !== undefined) return decisions;
  const stopping = stopsRepairs(guardrail.document, askers, place);
  return {
    decided: decisions.decided.filter(({ label, breakGlass }) => !breakGlass || stopping.includes(label)),
    open: [],
  };
}

/**
 * What is expected of a guardrail that no document declares: one that spares the break-glass role by an exemption, or that stops
 * what an emergency needs, has to yield; the others do not matter to break glass.
 */
export function derivedExpectation(document: PolicyDocument, askers: Askers, place: Place): 'yields' | 'indifferent' {
  if (stopsRepairs(document, askers, place).length > 0) return 'yields';
  const { decided } = decideStatements({ document, type: 'SERVICE_CONTROL_POLICY' }, askers, place);
  return decided.some(({ breakGlass, control, meant }) => control && !breakGlass && meant === askers.administrator)
    ? 'yields'
    : 'indifferent';
}
