/** Attacks on what needs no signature. */
import { deepJson, evilXml, wildcards } from './bodies.js';
import { sts } from './make.js';
import type { Make } from './make.js';
import { pick, unsigned } from './request.js';
import { formDraft } from './services.js';

/** Assertions, tokens and sign-ins, which need no signature. */
export const unsignedCalls: Readonly<Record<string, Make>> = {
  'a SAML assertion that is none': (kit) => {
    const assertion = pick(kit.random, [
      Buffer.from(evilXml(kit.random, 'samlp:Response')).toString('base64'),
      wildcards(kit.random),
      '',
    ]);
    const parameters = {
      RoleArn: 'arn:aws:iam::999900001111:role/Any',
      PrincipalArn: 'arn:aws:iam::999900001111:saml-provider/Any',
      SAMLAssertion: assertion,
    };
    return {
      request: unsigned(kit, formDraft(sts, 'AssumeRoleWithSAML', parameters)),
      dialect: 'query',
      refused: true,
    };
  },
  'a sign-in of chance': (kit) => {
    const target = pick(kit.random, [
      '/identity-provider/sign-in',
      '/identity-provider/saml',
      '/access-portal/token',
      '/access-portal/sign-in',
      '/assignment/accounts',
      '/federation/credentials?account_id=1&role_name=x',
      '/logout',
    ]);
    const method = pick(kit.random, ['GET', 'POST', 'POST']);
    const body =
      method === 'GET'
        ? ''
        : pick(kit.random, [
            deepJson(kit.random),
            '{"person":"__proto__"}',
            '{"person":{}}',
            '[]',
            '{"assertion":1}',
            '{',
          ]);
    return {
      request: unsigned(kit, {
        method,
        target,
        headers: {
          'content-type': 'application/json',
          'x-amz-sso_bearer_token': pick(kit.random, ['', 'x', '__proto__']),
        },
        body,
      }),
      dialect: 'plain',
      refused: false,
    };
  },
  'the control endpoint, wrongly': (kit) => {
    const [method, target, body] = pick(kit.random, [
      ['POST', '/_control/clock', '{"advanceSeconds":-1}'],
      ['POST', '/_control/clock', deepJson(kit.random)],
      ['PUT', '/_control/faults', '[{"service":"x"}]'],
      ['PUT', '/_control/faults', deepJson(kit.random)],
      ['GET', '/_control/x', ''],
    ] as const);
    return {
      request: unsigned(kit, { method, target, headers: { 'content-type': 'application/json' }, body }),
      dialect: 'plain',
      refused: true,
    };
  },
};
