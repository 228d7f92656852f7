/** The scenarios that are played: those that ship, by id, and the user's own, from their modules. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeError, isCodedError, usageError } from '../../base/errors.js';
import type { Place } from '../../base/errors.js';
import { version } from '../../base/version.js';
import type { LoadedDrill } from './load.js';
import type { RehearsedScenario } from './plan.js';
import type { Scenario } from './scenario.js';
import type { NamedScenarios } from './scenario-files.js';

/** What a module exports. */
export type ImportModule = (file: string) => Promise<Readonly<Record<string, unknown>>>;

/** A scenario, and where it is named. */
interface Chosen {
  scenario: Scenario;
  place?: Place;
  /** Module of a scenario of the user's own. */
  file?: string;
}

const importFromDisk: ImportModule = (file) =>
  import(pathToFileURL(resolve(file)).href) as Promise<Record<string, unknown>>;

/** The scenarios that a drill plays. Throws a usage error for an id that there is not, and for a module that holds no scenario. */
export async function chooseScenarios(
  { scenarios: named }: Pick<LoadedDrill, 'scenarios'>,
  shipped: readonly Scenario[],
  importModule: ImportModule = importFromDisk,
): Promise<Scenario[]> {
  return (await chosen(named, shipped, importModule)).map(({ scenario }) => scenario);
}

/** The same, with what each asks. Throws a usage error for a scenario that cannot be planned, too. */
export async function rehearseChosen(
  { scenarios: named }: Pick<LoadedDrill, 'scenarios'>,
  shipped: readonly Scenario[],
  importModule: ImportModule = importFromDisk,
): Promise<RehearsedScenario[]> {
  return Promise.all((await chosen(named, shipped, importModule)).map(rehearsed));
}

async function rehearsed({ scenario, place }: Chosen): Promise<RehearsedScenario> {
  try {
    return { scenario, ...(await scenario.rehearse()) };
  } catch (error) {
    if (!isCodedError(error)) throw error;
    throw usageError(error.message, error.hint, error.place ?? place);
  }
}

/** One after another, so that of two errors the first is told. */
async function chosen(
  named: readonly NamedScenarios[],
  shipped: readonly Scenario[],
  importModule: ImportModule,
): Promise<Chosen[]> {
  const all: Chosen[] = [];
  for (const { name, place, modules } of named) {
    const at = place ? { place } : {};
    if (!modules) all.push({ scenario: shippedOne(name, shipped, place), ...at });
    for (const { file } of modules ?? [])
      all.push({ scenario: await ownScenario(file, place, importModule), file, ...at });
  }
  all.forEach((one, index) => checkId(one, all.slice(0, index), shipped));
  return all;
}

function shippedOne(id: string, shipped: readonly Scenario[], place: Place | undefined): Scenario {
  const found = shipped.find((candidate) => candidate.id === id);
  if (found) return found;
  const path = /[\\/]|\.[cm]?[jt]s$/.test(id) ? ' A path of a scenario of your own begins with ./, ../ or /.' : '';
  throw usageError(
    `there is no scenario "${id}"`,
    `There are: ${shipped.map((candidate) => candidate.id).join(', ')}.${path}`,
    place,
  );
}

/** Reports name scenarios by their ids alone. */
function checkId({ scenario, place, file }: Chosen, before: readonly Chosen[], shipped: readonly Scenario[]): void {
  const { id } = scenario;
  const other = before.find((one) => one.scenario.id === id);
  if (other)
    throw usageError(
      `there are two scenarios "${id}"${[other.file, file].some(Boolean) ? `: ${other.file ?? 'one that ships'} and ${file ?? 'one that ships'}` : ''}`,
      'Name each once, and give each an id of its own.',
      place,
    );
  if (file !== undefined && shipped.some((one) => one.id === id))
    throw usageError(
      `${file} has the id of a scenario that ships: "${id}"`,
      'Give it another id: reports name scenarios by their ids.',
      place,
    );
}

async function ownScenario(file: string, place: Place | undefined, importModule: ImportModule): Promise<Scenario> {
  const exported = await load(file, place, importModule);
  if (!('default' in exported))
    throw usageError(`${file} has no default export`, 'Write "export default scenario(…)" in it.', place);
  const value = exported['default'];
  if (!isScenario(value))
    throw usageError(
      `the default export of ${file} is no scenario`,
      'Write "export default scenario(…)" in it, with scenario imported from breakglass-drill.',
      place,
    );
  if (value.madeWith !== version)
    throw usageError(
      `${file} imports breakglass-drill ${value.madeWith}, and ${version} plays it`,
      'Play it with the copy that it imports: npx breakglass-drill, where that is installed.',
      place,
    );
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(value.id))
    throw usageError(
      `${file}: "${value.id}" cannot be the id of a scenario`,
      'Write small letters and digits, in words joined by hyphens, such as night-shift.',
      place,
    );
  return value;
}

async function load(
  file: string,
  place: Place | undefined,
  importModule: ImportModule,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importModule(file);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_MODULE_NOT_FOUND';
    throw usageError(
      `${file} cannot be loaded: ${describeError(error)}`,
      missing
        ? 'Install what it imports where it is: npm install breakglass-drill.'
        : 'Its module makes a scenario and does nothing else.',
      place,
    );
  }
}

/** By its shape: the package that made it may be another copy than this one. */
function isScenario(value: unknown): value is Scenario {
  const { id, title, source, proves, madeWith, rehearse, register } = (value ?? {}) as Partial<
    Record<keyof Scenario, unknown>
  >;
  return (
    [id, title, source, madeWith].every((text) => typeof text === 'string') &&
    Array.isArray(proves) &&
    [rehearse, register].every((method) => typeof method === 'function')
  );
}
