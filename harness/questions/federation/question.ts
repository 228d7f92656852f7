/** Who signs in through the identity provider, what can whoever owns it do, and can they be stopped? */
import { identityCenterReads, identityReads } from '../../../aws/snapshot/calls.js';
import { CHANGE_CONTROL, INDEPENDENCE, LEAST_PRIVILEGE } from '../../causes/catalogue-entry.js';
import { asReader, ordinarySignIn } from '../../drill/planned-calls.js';
import { configurationReads } from '../read-configuration.js';
import { defineQuestion } from '../question.js';
import { explainEntry } from '../access/explain.js';
import type { Judgement } from '../question.js';
import { askAttackers } from './ask.js';
import { findFederated } from './identities.js';
import { federationShut, trySigningIn } from './ordinary-sign-in.js';
import { planFederation } from './planned.js';

declare global {
  namespace Chai {
    interface Assertion {
      /** About `drill.federation()`: nobody can sign in. */
      shut: Promise<void>;
      /** About `drill.attackers()`: what an attacker who owns the identity provider cannot do, what is left to them, and that they can be stopped. */
      enter: { nothing: Promise<void> };
      alter: { nothing: Promise<void>; noRole: Promise<void> };
      weighed: Promise<void>;
      contained: Promise<void>;
    }
  }
}

/** Can anybody sign in on the ordinary way? */
export const ordinaryFederation = defineQuestion({
  id: 'ordinary-federation',
  methods: { federation: { words: ['shut'] } },
  needs: () => 'has Identity Center',
  decidedFrom: () => 'identity provider',
  controls: () => INDEPENDENCE,
  preparation: () => ordinarySignIn,
  plan: () => [],
  ask: ({ context }) => trySigningIn(context),
  judge: (_ask, attempts): Judgement => ({ verdict: federationShut(attempts) }),
});

export const federation = defineQuestion({
  id: 'federation',
  methods: { attackers: { words: ['enter nothing', 'alter nothing', 'alter noRole', 'weighed', 'contained'] } },
  needs: () => 'has Identity Center',
  decidedFrom: () => 'identity provider',
  controls: ({ word }) => (word === 'enter nothing' || word === 'weighed' ? LEAST_PRIVILEGE : CHANGE_CONTROL),
  preparation: (file) => [
    ...ordinarySignIn,
    { call: 'identity-provider:/identity-provider/saml', as: 'anybody', from: 'any' },
    { call: 'sts:AssumeRoleWithSAML', as: 'anybody', from: 'any', into: 'any' },
    ...asReader(file, [
      ...identityCenterReads,
      ...identityReads,
      ...configurationReads,
      'iam:ListRoles',
      'iam:GetRole',
    ]),
  ],
  explain: explainEntry,
  learn: findFederated,
  plan: ({ context }, federated, asks) => planFederation(context, federated, asks),
  ask: (asking, federated, { word }) => askAttackers(asking, federated, word),
  judge: (_ask, judgement): Judgement => judgement,
});
