/** Credentials of a user besides password, devices and access keys, as the document has them: nobody holds what they are halves of. */
import { certificateId, uniqueId } from '../../base/ids.js';
import type { Random } from '../../base/random.js';
import type { OtherCredential, User } from '../../organization/model.js';
import { serviceUserName } from '../services/iam/service-credentials.js';
import { sshKeyOf } from '../services/iam/public-keys.js';
import type { TwinOtherCredential } from '../state/iam.js';
import type { TwinState } from '../state/twin-state.js';

interface Building {
  state: TwinState;
  accountId: string;
  random: Random;
  now: number;
}

/** By id. */
export function otherCredentials(building: Building, user: string, declared: User): Map<string, TwinOtherCredential> {
  const made = Object.entries(declared.otherCredentials).map(([name, one], index) =>
    build({ ...building, random: building.random.derive(`credential ${name}`) }, user, one, index),
  );
  return new Map(made.map((one) => [one.id, one]));
}

function build(
  { state, accountId, random, now }: Building,
  user: string,
  credential: OtherCredential,
  index: number,
): TwinOtherCredential {
  const common = { active: true, createdAt: now };
  switch (credential.kind) {
    case 'signing-certificate':
      return {
        ...common,
        kind: credential.kind,
        id: certificateId(random),
        body: () => pem(state.identityProvider.strangersKey().certificate),
      };
    case 'ssh-public-key': {
      const body = sshKeyOf(random.bytes(256));
      return { ...common, kind: credential.kind, id: uniqueId('APKA', random), body: () => body };
    }
    case 'service-specific':
      return {
        ...common,
        kind: credential.kind,
        id: uniqueId('ACCA', random),
        service: credential.service,
        called: serviceUserName(user, accountId, index),
      };
  }
}

function pem(der: string): string {
  return `-----BEGIN CERTIFICATE-----\n${(der.match(/.{1,64}/g) ?? []).join('\n')}\n-----END CERTIFICATE-----`;
}
