/** How one principal becomes another one: by assuming a role, and within an account by changing what stands there. Pure. */
import { management, oncePerInspection } from '../../configuration/inspected.js';
import type { Inspected } from '../../configuration/rule.js';
import { classOf } from './classes.js';
import { allows, chosenFor } from './decide.js';
import type { Asked, Context } from './decide.js';
import { trustOf } from './holders.js';
import type { Holder } from './holders.js';
import { grants, isHeldByBoundary, ofResource, powerOf, unbounded } from './power.js';
import type { Way } from './power.js';

/** A step from one principal to another, or to every right by way of it. */
export interface Step {
  /** With `%` where the other one's name belongs. */
  words: string;
  /** It makes the other one an administrator besides. */
  makesPowerful: boolean;
}

const known = oncePerInspection((): Map<string, { step: Step | undefined }> => new Map());

/** The step that `who` can take to `other`; decided once for two classes in one account, and once for two in different ones. */
export function stepTo(inspected: Inspected, who: Holder, other: Holder): Step | undefined {
  const key = `${classOf(inspected, who)} ${classOf(inspected, other)} ${who.in.name === other.in.name}`;
  const kept = known(inspected).get(key) ?? { step: decideStep(inspected, who, other) };
  known(inspected).set(key, kept);
  return kept.step;
}

/** The same, decided anew. */
export function decideStep(inspected: Inspected, who: Holder, other: Holder): Step | undefined {
  if (who === other) return undefined;
  const words = wayInto(inspected, who, other);
  if (words === undefined) return freed(inspected, who, other);
  if (other.breakGlass || powerOf(inspected, other) !== undefined) return { words, makesPowerful: false };
  const grant =
    unbounded(inspected, other) && who.in.name === other.in.name ? granted(inspected, who, other) : undefined;
  return grant === undefined
    ? { words, makesPowerful: false }
    : { words: `${words} and ${grant}`, makesPowerful: true };
}

/** Whoever changes the text of a boundary lets go whom it holds. */
function freed(inspected: Inspected, who: Holder, other: Holder): Step | undefined {
  const { permissionsBoundary: boundary = '' } = other.entity;
  const asked = { action: 'iam:CreatePolicyVersion', resource: boundary, account: other.in };
  return who.in.name === other.in.name &&
    boundary.includes(`::${other.in.account.id}:`) &&
    isHeldByBoundary(inspected, other) &&
    allows(inspected, who, asked)
    ? { words: 'change the permissions boundary of % (iam:CreatePolicyVersion)', makesPowerful: true }
    : undefined;
}

function granted(inspected: Inspected, who: Holder, other: Holder): string | undefined {
  return grants(inspected, other, 'it').find(({ asked }) => allows(inspected, who, asked))?.words;
}

function wayInto(inspected: Inspected, who: Holder, other: Holder): string | undefined {
  if (other.kind === 'role') {
    const assumed = assumes(inspected, who, other);
    if (assumed !== undefined) return assumed;
  }
  // What IAM changes lies in the account of whoever changes it.
  if (who.in.name !== other.in.name || other.permissionSet !== undefined) return undefined;
  const ways = other.kind === 'role' ? changesOfRole(other) : changesOfUser(inspected, other);
  return ways.find(({ asked }) => allows(inspected, who, asked))?.words;
}

/** Whether it may assume the role: as it stands, or with tags that it may give itself. */
function assumes(inspected: Inspected, who: Holder, role: Holder): string | undefined {
  const hop = (context: Context, mfa?: 'absent'): boolean =>
    allows(
      inspected,
      who,
      { action: 'sts:AssumeRole', resource: role.arn, account: role.in, role, context },
      mfa ? { mfa } : {},
    );
  const admitting = Object.values(trustOf(role)).filter((statement) => statement.Effect === 'Allow');
  for (const statement of admitting) {
    const chosen = chosenFor(statement, who);
    if (hop(chosen)) return who.kind === 'user' && hop(chosen, 'absent') ? 'assume % without MFA' : 'assume %';
  }
  const action = who.kind === 'user' ? 'iam:TagUser' : 'iam:TagRole';
  if (
    who.permissionSet !== undefined ||
    !admitting.some(({ Condition }) => /PrincipalTag/i.test(JSON.stringify(Condition ?? '')))
  )
    return undefined;
  for (const statement of admitting) {
    const chosen = chosenFor(statement, who, /^aws:principaltag\//i);
    const given = Object.fromEntries(
      Object.entries(chosen).map(([key, value]) => [key.replace(/^aws:principaltag\//i, 'aws:RequestTag/'), value]),
    );
    if (hop(chosen) && allows(inspected, who, { action, resource: who.arn, context: { ...ofResource(who), ...given } }))
      return `tag itself (${action}) and assume %`;
  }
  return undefined;
}

function changesOfRole(role: Holder): Way[] {
  const services = Object.values(trustOf(role)).flatMap(({ Effect, Principal: principal }) =>
    Effect === 'Allow' && typeof principal === 'object' ? [principal.Service ?? []].flat() : [],
  );
  return [
    {
      words: 'open the trust policy of % (iam:UpdateAssumeRolePolicy)',
      asked: change(role, 'iam:UpdateAssumeRolePolicy'),
    },
    ...services.map((service) => ({
      words: `hand % to ${service} (iam:PassRole)`,
      asked: change(role, 'iam:PassRole', { 'iam:PassedToService': service }),
    })),
  ];
}

function changesOfUser(inspected: Inspected, user: Holder): Way[] {
  const ofCredentials = [
    ['iam:CreateAccessKey', 'make access keys of %'],
    ['iam:CreateLoginProfile', 'give % a password'],
    ['iam:UpdateLoginProfile', 'set the password of %'],
  ] as const;
  // A device of one's own is half of what a break-glass user needs, and no other user asks for one.
  const ofDevices = [['iam:EnableMFADevice', 'give % an MFA device']] as const;
  const inManagement = user.breakGlass && user.in.name === management(inspected).name;
  return [...ofCredentials, ...(inManagement ? ofDevices : [])].map(([action, words]) => ({
    words: `${words} (${action})`,
    asked: change(user, action),
  }));
}

function change(of: Holder, action: string, context: Context = {}): Asked {
  return { action, resource: of.arn, account: of.in, context: { ...ofResource(of), ...context } };
}
