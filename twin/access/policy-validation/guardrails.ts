/**
 * Service and resource control policies (Organizations user guide, "SCP syntax" and "RCP syntax"). Since 19 September 2025
 * SCPs take the whole language of identity policies; RCPs deny alone, to everybody.
 */
import { statementsIn, textsOf } from './document.js';
import type { Rule } from './document.js';
import { managedRules } from './identity.js';

export const scpRules: readonly Rule[] = managedRules;

const everybody: Rule = (document) =>
  statementsIn(document).every(({ Principal: principal }) => principal === '*')
    ? undefined
    : 'The Principal of an RCP is "*".';

const denies: Rule = (document) =>
  statementsIn(document).every(({ Effect: effect }) => effect === 'Deny') ? undefined : 'An RCP denies.';

const namedActions: Rule = (document) => {
  if (statementsIn(document).some((statement) => 'NotAction' in statement || 'NotPrincipal' in statement))
    return 'An RCP has neither NotAction nor NotPrincipal.';
  return textsOf(document, 'Action').includes('*') ? 'An RCP names the service of its actions.' : undefined;
};

/** The rules of identity policies hold for what is left when the principal, which must be everybody, is taken away. */
const restIsIdentity: Rule = (document) => {
  const statements = statementsIn(document).map(({ Principal: _everybody, ...rest }) => rest);
  for (const rule of managedRules) {
    const text = rule({ ...document, statements });
    if (text !== undefined) return text;
  }
  return undefined;
};

export const rcpRules: readonly Rule[] = [restIsIdentity, everybody, denies, namedActions];
