/** The catalogue of codes: what each means, why it matters and what to do. One file a subject; `explain` prints an entry. */
import { accessEntries } from './access/findings.js';
import { isCodedError } from '../../base/errors.js';
import type { Finding } from '../../reports/result.js';
import type { Explanation, FindingCode } from '../causes/explanation.js';
import type { Found } from '../causes/found.js';
import type { CatalogueEntry } from '../causes/catalogue-entry.js';
import { driftEntries } from './readiness/findings.js';
import { doorEntries } from './doors/findings.js';
import { guardrailsEntries } from './guardrails/findings.js';
import { monitoringEntries } from './alarms/findings.js';
import { peopleEntries } from './people/findings.js';
import { unclearEntries } from './access/unclear-findings.js';
import { usersEntries } from './access/user-findings.js';

/** The one list, of which the type of codes is made. */
const listed = [
  ...usersEntries,
  ...accessEntries,
  ...peopleEntries,
  ...guardrailsEntries,
  ...driftEntries,
  ...doorEntries,
  ...monitoringEntries,
  ...unclearEntries,
] as const;

declare module '../causes/explanation.js' {
  interface FindingCodes extends Record<(typeof listed)[number]['code'], true> {}
}

const entries: readonly CatalogueEntry<FindingCode>[] = listed;

/** The entry of a code, or `undefined` for a code that does not exist. */
export function catalogueEntry(code: string): CatalogueEntry<FindingCode> | undefined {
  return entries.find((entry) => entry.code === code);
}

/** What an error of ours tells as a finding; `undefined` for any other, such as one about the use of the command line. */
export function toldBy(error: unknown): Explanation | undefined {
  if (!isCodedError(error)) return undefined;
  const entry = catalogueEntry(error.code);
  return entry && { code: entry.code, cause: error.message };
}

/** Whether a code says that something could not be tested: then it is no finding. */
export function isUntested(code: string): boolean {
  return unclearEntries.some((entry) => entry.code === code);
}

/** Codes that somebody may have meant. */
export function similarCodes(name: string): string[] {
  const words = name.toUpperCase().replace(/^BG_/, '').slice(0, 5);
  return entries.map(({ code }) => code).filter((code) => code.includes(words));
}

/** A finding with what the catalogue says of its code. */
export function catalogued({ code, ...found }: Found): Finding {
  const entry = catalogueEntry(code);
  return {
    code,
    severity: entry?.severity ?? 'high',
    title: entry?.title ?? code,
    ...found,
    remedy: entry?.remedy ?? 'Read the cause above.',
    controls: [...(entry?.controls ?? [])],
  };
}

/** Every code in the order of the catalogue. */
export function catalogue(): readonly CatalogueEntry<FindingCode>[] {
  return entries;
}
