/** Reads a drill file and what it names. Everything wrong is found here, before anything starts. */
import { dirname, relative, resolve } from 'node:path';
import { sha256 } from '../../base/canonical-json.js';
import { usageError } from '../../base/errors.js';
import { loadOrganization } from '../../organization/load.js';
import type { Organization } from '../../organization/model.js';
import { parseDrillFile } from '../configuration/drill-file.js';
import type { DrillFile, PlaceOf } from '../configuration/drill-file.js';
import { checkExceptions } from './exceptions.js';
import { findModules } from './scenario-files.js';
import type { NamedScenarios } from './scenario-files.js';
import { readText } from './text-file.js';
import type { TargetChoice } from '../targets/choice.js';
import { noSecrets, parseSecrets } from '../targets/secrets-file.js';

/** A drill that can be prepared. */
export interface LoadedDrill {
  file: DrillFile;
  /** Place in the drill file of a key, for errors found later. */
  placeOf: PlaceOf;
  organization: Organization;
  target: TargetChoice;
  /** What is played, in order. */
  scenarios: readonly NamedScenarios[];
  /** Whether the command line named what is played, instead of the drill file. */
  narrowed: boolean;
  /** SHA-256 over the texts of drill file, organization, overlays and the user's own scenarios: what was drilled. */
  digest: string;
}

/** What the command line changes about a drill file. */
export interface LoadOptions {
  /** More overlays, after those of the drill file: paths relative to the working directory, or texts with a name. */
  overlays?: readonly (string | { file: string; text: string })[];
  seed?: string;
  target?: Partial<TargetChoice>;
  /** Instead of those of the drill file; paths are relative to the working directory. */
  scenarios?: readonly string[];
}

/** Loads the drill file at `path`. Throws usage errors with file and line. */
export function loadDrill(path: string, options: LoadOptions = {}): LoadedDrill {
  const text = readText(path, 'drill file');
  const { file: parsed, placeOf } = parseDrillFile(path, text);
  const named = options.scenarios ?? [];
  const file: DrillFile = {
    ...parsed,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(named.length > 0 ? { scenarios: [...named] } : {}),
  };
  const beside = (name: string): string => relative('.', resolve(dirname(path), name)) || name;
  const organizationFile = beside(file.organization);
  const organizationText = readText(organizationFile, 'organization document', placeOf(['organization']));
  const overlays = [
    ...file.overlays.map((name, index) => ({
      file: beside(name),
      text: readText(beside(name), 'overlay', placeOf(['overlays', index])),
    })),
    ...(options.overlays ?? []).map((overlay) =>
      typeof overlay === 'string' ? { file: overlay, text: readText(overlay, 'overlay') } : overlay,
    ),
  ];
  const organization = loadOrganization(organizationFile, organizationText, overlays);
  const scenarios =
    named.length > 0
      ? named.map((name) => findModules(name, '.'))
      : file.scenarios.map((name, index) => findModules(name, dirname(path), placeOf(['scenarios', index])));
  checkNames(file, organization, placeOf);
  checkExceptions(file, organization, placeOf);
  const modules = scenarios.flatMap((one) => one.modules ?? []);
  return {
    file,
    placeOf,
    organization,
    target: chooseTarget(file, beside, options.target),
    scenarios,
    narrowed: named.length > 0,
    digest: sha256([text, organizationText, ...[...overlays, ...modules].map((one) => one.text)].join('\u0000')),
  };
}

/** What the command line says counts, and then what the drill file says. */
function chooseTarget(
  { target, endpoint }: DrillFile,
  beside: (name: string) => string,
  given: Partial<TargetChoice> = {},
): TargetChoice {
  const file = endpoint?.secrets === undefined ? undefined : beside(endpoint.secrets);
  const secrets =
    given.secrets ?? (file === undefined ? noSecrets : parseSecrets(file, readText(file, 'file of secrets')));
  return {
    name: target,
    deploy: endpoint?.deploy ?? false,
    ...(endpoint ? { url: endpoint.url } : {}),
    ...given,
    secrets,
  };
}

/** Users, people and accounts that the drill file names must be in the organization document. */
function checkNames(file: DrillFile, organization: Organization, placeOf: PlaceOf): void {
  const management = organization.accounts[organization.management];
  // One that is missing is a finding; if all of them are, nothing can be drilled.
  if (!file.breakGlass.users.some((user) => management?.users[user])) {
    throw usageError(
      `there is no IAM user "${file.breakGlass.users.join('" and no "')}" in the management account`,
      `Its users are ${list(Object.keys(management?.users ?? {}))}.`,
      placeOf(['breakGlass', 'users', 0]),
    );
  }
  for (const control of ['ordinaryUser', 'outsider'] as const) {
    const { account, user } = file.controls[control];
    const found = organization.accounts[account] ?? organization.outsiders[account];
    if (!found)
      throw usageError(
        `there is no account "${account}"`,
        'Name an account of the organization document.',
        placeOf(['controls', control, 'account']),
      );
    if (!found.users[user])
      throw usageError(
        `there is no user "${user}" in account "${account}"`,
        `Its users are ${list(Object.keys(found.users))}.`,
        placeOf(['controls', control, 'user']),
      );
  }
  const { people, permissionSets } = organization.identityCenter;
  const { managementPermissionSet, ...administrator } = file.controls.federatedAdministrator;
  const named = [
    [['controls', 'federatedAdministrator'], administrator, 'permissionSet'],
    [
      ['controls', 'federatedAdministrator'],
      { ...administrator, permissionSet: managementPermissionSet ?? administrator.permissionSet },
      'managementPermissionSet',
    ],
    [['reader'], file.reader, 'permissionSet'],
  ] as const;
  for (const [path, { person, permissionSet }, key] of named) {
    if (!people[person])
      throw usageError(
        `there is no person "${person}" in Identity Center`,
        `Its people are ${list(Object.keys(people))}.`,
        placeOf([...path, 'person']),
      );
    if (!permissionSets[permissionSet]) {
      throw usageError(
        `there is no permission set "${permissionSet}"`,
        `There are ${list(Object.keys(permissionSets))}.`,
        placeOf([...path, key]),
      );
    }
  }
  for (const account of Object.keys(file.accounts.exclude)) {
    if (!organization.accounts[account])
      throw usageError(
        `there is no account "${account}" to exclude`,
        'Name an account of the organization document.',
        placeOf(['accounts', 'exclude', account]),
      );
  }
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
