/** Roles for federated people, and assertions for them, right and wrong. */
import { AssumeRoleWithSAMLCommand } from '@aws-sdk/client-sts';
import type { AssumeRoleWithSAMLCommandInput, AssumeRoleWithSAMLCommandOutput } from '@aws-sdk/client-sts';
import { samlResponse } from '../../twin/services/identity-provider/assertion.js';
import type { AssertionContent } from '../../twin/services/identity-provider/assertion.js';
import type { SigningKey } from '../../twin/state/signing-key.js';
import { landingZone } from '../landing-zone.js';
import { twinFixture } from './fixture.js';
import type { TwinFixture } from './fixture.js';

export const ACCOUNT = '111122223333';

export const ENDPOINT = 'https://signin.aws.amazon.com/saml';

export const provider = (name: string): string => `arn:aws:iam::${ACCOUNT}:saml-provider/${name}`;

export const ROLE = `arn:aws:iam::${ACCOUNT}:role/Federated`;

export const ATTRIBUTE = 'https://aws.amazon.com/SAML/Attributes/';

/** Federated admits whoever comes from workforce; Tagged asks for a tag, a source identity and an attribute. */
const CONTENT = `
accounts:
  management:
    samlProviders: { workforce: { signedBy: identity-provider }, foreign: { signedBy: stranger }, ending: { signedBy: identity-provider, validUntil: "2026-06-01T04:00:00Z" } }
    roles:
      Federated:
        maxSessionSeconds: 7200
        policies: { own: { Read: { Effect: Allow, Action: iam:GetAccountSummary, Resource: "*", Condition: { StringEquals: { "saml:sub": mallory, "aws:FederatedProvider": "${provider('workforce')}" } } } } }
        trust: { In: { Effect: Allow, Action: "sts:AssumeRoleWithSAML", Principal: { Federated: ["${provider('workforce')}", "${provider('foreign')}", "${provider('ending')}"] }, Condition: { StringEquals: { "SAML:aud": "${ENDPOINT}" } } } }
      Tagged:
        policies: { own: { Read: { Effect: Allow, Action: iam:GetAccountSummary, Resource: "*", Condition: { StringEquals: { "aws:PrincipalTag/team": blue, "aws:SourceIdentity": erin } } } } }
        trust:
          In:
            Effect: Allow
            Action: ["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]
            Principal: { Federated: "${provider('workforce')}" }
            Condition:
              StringEquals: { "aws:RequestTag/team": blue, "saml:doc": "${ACCOUNT}/workforce", "saml:sub_type": persistent, "sts:RoleSessionName": erin }
              ForAnyValue:StringEquals: { "saml:eduPersonAffiliation": staff }
      WantsMfa:
        trust: { In: { Effect: Allow, Action: "sts:AssumeRoleWithSAML", Principal: { Federated: "${provider('workforce')}" }, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } } }
`;

export interface Setting {
  fixture: TwinFixture;
  /** What the identity provider issues. */
  issue(body: Record<string, unknown>): Promise<string>;
  /** The call, unsigned. */
  assume(assertion: string, more?: Partial<AssumeRoleWithSAMLCommandInput>): Promise<AssumeRoleWithSAMLCommandOutput>;
}

export async function ask(
  fixture: TwinFixture,
  method: string,
  path: string,
  body?: Record<string, unknown>,
): Promise<Record<string, string>> {
  const answer = await fixture.transport.send({
    method,
    target: `/identity-provider/${path}`,
    headers: {},
    body: new Uint8Array(Buffer.from(body ? JSON.stringify(body) : '')),
  });
  return JSON.parse(Buffer.from(answer.body).toString('utf8')) as Record<string, string>;
}

export function setting(): Setting {
  const fixture = twinFixture(landingZone(CONTENT));
  const sts = fixture.clients({ accessKeyId: 'none', secretAccessKey: 'none' }).sts();
  return {
    fixture,
    issue: async (body) => {
      const { assertion } = await ask(fixture, 'POST', 'saml', {
        person: 'mallory',
        role: ROLE,
        provider: provider('workforce'),
        ...body,
      });
      return assertion ?? '';
    },
    assume: (SAMLAssertion, more = {}) =>
      sts.send(
        new AssumeRoleWithSAMLCommand({ RoleArn: ROLE, PrincipalArn: provider('workforce'), SAMLAssertion, ...more }),
      ),
  };
}

export const edit = (assertion: string, change: (xml: string) => string): string =>
  Buffer.from(change(Buffer.from(assertion, 'base64').toString('utf8'))).toString('base64');

/** An assertion as the identity provider would issue it, but for what is changed. */
export function mint(key: SigningKey, now: number, change: Partial<AssertionContent> = {}): string {
  const attributes = {
    [`${ATTRIBUTE}Role`]: [`${ROLE},${provider('workforce')}`],
    [`${ATTRIBUTE}RoleSessionName`]: ['mallory'],
  };
  return samlResponse(
    {
      id: '_1',
      entityId: 'https://identity-provider.example.com/saml',
      subject: 'mallory',
      recipient: ENDPOINT,
      issuedAt: now,
      expiresAt: now + 300_000,
      attributes,
      ...change,
    },
    key,
  );
}
