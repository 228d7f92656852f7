/** What an entry of the catalogue of codes is, and the control ids that several entries share. */
import type { Severity } from '../../reports/result.js';

export interface CatalogueEntry<Code extends string = string> {
  code: Code;
  severity: Severity;
  title: string;
  /** Two or three sentences for somebody who meets the code for the first time. */
  meaning: string;
  /** What to do, as an imperative. */
  remedy: string;
  /** Ids of controls that ask for what is broken here. */
  controls: readonly string[];
}

export const EMERGENCY_ACCESS: readonly string[] = [
  'AWS Well-Architected SEC03-BP03',
  'NIST SP 800-53 AC-2(2)',
  'NIST SP 800-53 CP-4',
];
export const LEAST_PRIVILEGE: readonly string[] = ['AWS Well-Architected SEC03-BP03', 'NIST SP 800-53 AC-6'];
export const MULTI_FACTOR: readonly string[] = ['NIST SP 800-53 IA-2(1)', 'AWS Well-Architected SEC02-BP01'];
export const TWO_USERS: readonly string[] = [
  'AWS Well-Architected SEC03-BP03',
  'NIST SP 800-53 AC-2',
  'NIST SP 800-53 CP-2',
];
export const INDEPENDENCE: readonly string[] = [
  'AWS Well-Architected SEC03-BP03',
  'AWS Well-Architected SEC02-BP04',
  'NIST SP 800-53 CP-2(8)',
];
export const CREDENTIALS: readonly string[] = [
  'AWS Well-Architected SEC03-BP03',
  'NIST SP 800-53 IA-5',
  'NIST SP 800-53 CP-4',
];
export const CHANGE_CONTROL: readonly string[] = [
  'AWS Well-Architected SEC03-BP03',
  'NIST SP 800-53 AC-6',
  'NIST SP 800-53 CM-5',
];
export const DETECTION: readonly string[] = [
  'AWS Well-Architected SEC03-BP03',
  'AWS Well-Architected SEC04-BP01',
  'NIST SP 800-53 AU-6',
  'NIST SP 800-53 SI-4',
];
export const READINESS: readonly string[] = [
  'AWS Well-Architected SEC03-BP03',
  'NIST SP 800-53 CP-4',
  'NIST SP 800-53 CA-2',
];
