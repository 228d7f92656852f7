/**
 * What a hop brings along and where it comes from, as the drill file says: the context keys that a trust policy sees of it,
 * and the setting behind each. A condition on a setting that is not set cannot be judged. Pure.
 */
import type { Deciding } from '../causes/trust-conditions.js';
import type { DrillFile } from './drill-file.js';

type Settings = NonNullable<DrillFile['breakGlass']['from']>;
type File = Pick<DrillFile, 'breakGlass'>;

/** Settings by the context keys that they say, in lower case (IAM user guide, "AWS global condition context keys" and "IAM and AWS STS condition context keys"). */
const SETTINGS: readonly (readonly [RegExp, keyof Settings])[] = [
  [/^aws:sourceip$/, 'sourceIp'],
  [/^aws:(sourcevpce|vpcsourceip)$/, 'vpcEndpoint'],
  [/^aws:(sourcevpc|sourcevpcarn)$/, 'vpc'],
  [/^sts:rolesessionname$/, 'sessionName'],
  [/^sts:externalid$/, 'externalId'],
  [/^(sts|aws):sourceidentity$/, 'sourceIdentity'],
  [/^(aws:requesttag\/.*|aws:tagkeys|sts:transitivetagkeys)$/, 'tags'],
];

/** Parameters of a hop that the drill file says, for a user. */
export interface HopParameters {
  sessionName: string;
  externalId?: string;
  sourceIdentity?: string;
  tags?: Readonly<Record<string, string>>;
}

/** At most 64 characters; `<user>` and `<drill>` stand for the user's name and the drill's id. */
export function hopParameters({ breakGlass: { from } }: File, user: string, drillId: string): HopParameters {
  const filled = (text: string): string => text.replaceAll('<user>', user).replaceAll('<drill>', drillId).slice(0, 64);
  const { sessionName = 'drill-<drill>', externalId, sourceIdentity, tags } = from ?? {};
  return {
    sessionName: filled(sessionName),
    ...(externalId === undefined ? {} : { externalId }),
    ...(sourceIdentity === undefined ? {} : { sourceIdentity: filled(sourceIdentity) }),
    ...(tags === undefined ? {} : { tags }),
  };
}

/** The context keys of these parameters, and of where the drill says that it comes from. */
export function hopKeys(file: File, user: string, drillId: string): Record<string, string | string[]> {
  const { sessionName, externalId, sourceIdentity, tags = {} } = hopParameters(file, user, drillId);
  const { sourceIp, vpcEndpoint, vpc } = file.breakGlass.from ?? {};
  return {
    'sts:RoleSessionName': sessionName,
    ...(externalId === undefined ? {} : { 'sts:ExternalId': externalId }),
    ...(sourceIdentity === undefined ? {} : { 'sts:SourceIdentity': sourceIdentity }),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value])),
    ...(Object.keys(tags).length > 0 ? { 'aws:TagKeys': Object.keys(tags) } : {}),
    ...(sourceIp === undefined ? {} : { 'aws:SourceIp': sourceIp }),
    ...(vpcEndpoint === undefined ? {} : { 'aws:SourceVpce': vpcEndpoint }),
    ...(vpc === undefined ? {} : { 'aws:SourceVpc': vpc }),
  };
}

/**
 * Settings without which nobody can tell whether the hop of a real emergency is refused: of a statement that denies any of
 * them could spare the hop, and one that admits would do so but for them. Empty where the refusal is certain.
 */
export function settingsMissing(file: File, deciding: readonly Deciding[]): string[] {
  const missingOf = ({ conditions }: Deciding): string[] => conditions.flatMap(({ key }) => unsetFor(file, key) ?? []);
  const denying = deciding.filter(({ effect }) => effect === 'Deny');
  if (denying.length > 0) {
    const each = denying.map(missingOf);
    return each.every((missing) => missing.length > 0) ? [...new Set(each.flat())] : [];
  }
  const open = deciding.filter((one) => one.conditions.length > 0 && missingOf(one).length === one.conditions.length);
  return [...new Set(open.flatMap(missingOf))];
}

/** The setting that says a key, if the drill file leaves it open. */
function unsetFor({ breakGlass: { from } }: File, key: string): string | undefined {
  const setting = SETTINGS.find(([pattern]) => pattern.test(key.toLowerCase()))?.[1];
  return setting !== undefined && from?.[setting] === undefined ? `breakGlass.from.${setting}` : undefined;
}
