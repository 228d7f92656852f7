/** Scenarios as a drill file or the command line names them: by id, or by the path of a module or of a folder of modules. */
import { readdirSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { extname, join, relative, resolve } from 'node:path';
import { usageError } from '../../base/errors.js';
import type { Place } from '../../base/errors.js';
import { readText } from './text-file.js';

/** What one entry stands for. */
export interface NamedScenarios {
  /** As it is written. */
  name: string;
  /** Where it is written; nowhere if the command line says it. */
  place?: Place;
  /** Modules that a path leads to; absent for an id. */
  modules?: readonly ScenarioModule[];
}

/** A file whose default export is a scenario. */
export interface ScenarioModule {
  file: string;
  text: string;
}

const MODULE = /\.m?js$/;
const TYPESCRIPT = /\.[cm]?tsx?$/;
const COMPILE = 'Compile what is written in TypeScript first, and name the .js files that come of it.';

/** True for what is written as a path. An id never is. */
function isPath(name: string): boolean {
  return /^\.{0,2}\//.test(name);
}

/** The modules that an entry stands for; paths are relative to `folder`. Throws a usage error for a path that leads to none. */
export function findModules(name: string, folder: string, place?: Place): NamedScenarios {
  const named = { name, ...(place ? { place } : {}) };
  if (!isPath(name)) return named;
  const path = resolve(folder, name);
  const shown = relative('.', path) || path;
  const found = statsOf(path);
  if (!found)
    throw usageError(
      `there is no file and no folder ${shown}`,
      `Check the path: it is relative to ${place ? 'the drill file' : 'the working directory'}. ${COMPILE}`,
      place,
    );
  const files = found.isDirectory() ? modulesIn(shown, place) : [module(shown, place)];
  return { ...named, modules: files.map((file) => ({ file, text: readText(file, 'scenario', place) })) };
}

function statsOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

function module(file: string, place: Place | undefined): string {
  if (MODULE.test(file)) return file;
  if (TYPESCRIPT.test(file)) throw usageError(`${file} is TypeScript, which is not played as it is`, COMPILE, place);
  throw usageError(
    `${file} is no ES module: it ends in "${extname(file)}"`,
    'Name a .js or .mjs file, or a folder of them.',
    place,
  );
}

/** In the order of their names. Folders in it are not looked into. */
function modulesIn(folder: string, place: Place | undefined): string[] {
  const names = readdirSync(folder).sort();
  const found = names.map((name) => join(folder, name)).filter((file) => MODULE.test(file) && statsOf(file)?.isFile());
  if (found.length > 0) return found;
  const sources = names.some((name) => TYPESCRIPT.test(name));
  throw usageError(
    `there is no .js and no .mjs file in the folder ${folder}`,
    sources ? COMPILE : 'Name a folder whose files are scenarios, or one such file.',
    place,
  );
}
