// What the types of the facade are made of, and the `it` of scenarios: whoever imports the package has them, whatever their tsconfig.json lists.
/// <reference types="mocha" preserve="true" />
/// <reference types="node" preserve="true" />
/** All that a scenario may import. Nothing inside the harness imports this file. */
export { expect } from './engine/words.js';
export { identityCenter } from './premises/identity-center.js';
export { identityProvider } from './premises/identity-provider.js';
export { people } from './premises/people.js';
export { scenario } from './engine/scenario.js';
export type { Scenario, ScenarioBody, ScenarioDescription, Later } from './engine/scenario.js';
export type { Drill } from './engine/drill.js';
export type { Subject } from './questions/question.js';
export type { Premise } from './drill/premise.js';
