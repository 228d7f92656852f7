/** All that a scenario may import. Nothing inside the harness imports this file. */
export { expect } from './assertions.js';
export { identityCenter } from './faults/identity-center.js';
export { identityProvider } from './faults/identity-provider.js';
export { people } from './faults/people.js';
export { scenario } from './scenario.js';
export type { Scenario, ScenarioBody, ScenarioDescription, Later } from './scenario.js';
export type { Drill, Question } from './drill.js';
export type { Premise } from './premises.js';
