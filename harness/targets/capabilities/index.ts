/** Every question to a target, one line each; and what follows from the answers. */
import type { Target } from '../../drill/target.js';
import { mfaCodes, signatures, trustPolicies } from './access.js';
import { probe } from './capability.js';
import type { Capability, CapabilityProbe, Probing } from './capability.js';
import { serviceControlPolicies } from './guardrails.js';
import {
  countedRecords,
  disabledRules,
  metricFilterPatterns,
  pendingSubscriptions,
  topicPolicies,
} from './monitoring.js';
import { identityCenter, organizations, signInPage, trails } from './services.js';

/** What a target must do to decide itself. Where it lacks one of them, an answer of its would be taken for what AWS does. */
const deciding: readonly CapabilityProbe[] = [signatures, trustPolicies, mfaCodes, serviceControlPolicies];
/** The same of its monitoring. They wait for deliveries, and need nothing but the administrator's account. */
const monitoring: readonly CapabilityProbe[] = [countedRecords, metricFilterPatterns, disabledRules, topicPolicies];
/** What it is good to know. */
const present: readonly CapabilityProbe[] = [pendingSubscriptions, organizations, identityCenter, trails, signInPage];

/** Every question. */
export const capabilityProbes: readonly CapabilityProbe[] = [...deciding, ...monitoring, ...present];

/** Asks about monitoring: may be begun while something else is done there. */
export function probeMonitoring(probing: Probing): Promise<Capability[]> {
  return Promise.all(monitoring.map((one) => probe(one, probing)));
}

/** Asks everything else, one after the other, and puts in what was begun before. Never rejects. */
export async function probeTarget(probing: Probing, begun: Promise<readonly Capability[]>): Promise<Capability[]> {
  const ask = async (probes: readonly CapabilityProbe[]): Promise<Capability[]> => {
    const answers: Capability[] = [];
    for (const one of probes) answers.push(await probe(one, probing));
    return answers;
  };
  return [...(await ask(deciding)), ...(await begun), ...(await ask(present))];
}

/** What keeps a target from deciding itself; nothing, if it may be drilled as it answers. */
export function undecided(capabilities: readonly Capability[]): string[] {
  return [...deciding, ...monitoring]
    .map(({ capability }) => capability)
    .filter((needed) => !capabilities.some(({ capability, able }) => able && capability === needed));
}

/** Capabilities as targets and reports name them. */
export function capabilitiesOf(capabilities: readonly Capability[]): Pick<Target, 'capabilities' | 'answers'> {
  return {
    capabilities: Object.fromEntries(capabilities.map(({ capability, able }) => [capability, able])),
    answers: capabilities,
  };
}

/** The table of capabilities with the answers that showed them, a line each. */
export function capabilityLines(capabilities: readonly Capability[]): string[] {
  const width = Math.max(...capabilities.map(({ capability }) => capability.length));
  return capabilities.map(
    ({ capability, able, asked, answer }) =>
      `${able ? 'yes' : 'no '}  ${capability.padEnd(width)}  ${asked}: ${answer}`,
  );
}
