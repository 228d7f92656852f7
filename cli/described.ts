/** A scenario as `list` and `explain` tell it. */
import type { Scenario } from '../harness/index.js';

export interface DescribedScenario {
  id: string;
  title: string;
  source: string;
  proves: readonly string[];
  /** Titles. */
  premises: string[];
  checks: { id: string; title: string }[];
}

/** What a scenario says of itself, and what it asks. */
export async function described(scenario: Scenario): Promise<DescribedScenario> {
  const { id, title, source, proves } = scenario;
  const { premises, checks } = await scenario.rehearse();
  return {
    id,
    title,
    source,
    proves,
    premises: premises.map((premise) => premise.title),
    checks: checks.map((check) => ({ id: check.id, title: check.title })),
  };
}
