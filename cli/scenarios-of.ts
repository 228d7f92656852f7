/** The scenarios that verbs tell of. Loaded when a verb acts: they load every client of AWS. */
import type { Scenario } from '../harness/index.js';

/** Those that ship, or those that a drill file plays. */
export async function scenariosOf(file: string | undefined): Promise<readonly Scenario[]> {
  const { scenarios } = await import('../scenarios/index.js');
  if (file === undefined) return scenarios;
  const { loadDrill } = await import('../harness/engine/load.js');
  const { chooseScenarios } = await import('../harness/engine/choose-scenarios.js');
  return chooseScenarios(loadDrill(file), scenarios);
}
