/** Whom the attacks are aimed at: the landing zone, with an administrator outside it who is hostile, and a user who may nothing. */
import type { VirtualClock } from '../../../base/clock.js';
import { wallClock } from '../../../base/clock.js';
import { seededRandom } from '../../../base/random.js';
import { createTwin } from '../../../twin/index.js';
import { serveTwin } from '../../../twin/endpoint/server.js';
import { landingZone } from '../../landing-zone.js';
import type { Target } from './play.js';

/** Nothing is watched, so that what is kept of an attack is what the twin keeps of every call. */
const HOSTILE = `
accounts: { management: { monitoring: null } }
outsiders:
  stranger:
    users:
      insider:
        accessKey: true
        managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"]
        policies: { self: { Stay: { Effect: Deny, Action: "iam:*", Resource: "arn:aws:iam::<self>:user/insider" } } }
      nobody: { accessKey: true }
    roles: { Any: { trust: { In: { Effect: Allow, Action: "sts:AssumeRole", Principal: { AWS: "<self>" } } } } }
`;

/** Serves it on a free port. */
export async function serveHostile(
  clock: VirtualClock,
): Promise<{ target: Target; control: string; close(): Promise<void> }> {
  const twin = createTwin({
    organization: landingZone(HOSTILE),
    clock,
    wireClock: wallClock,
    random: seededRandom('hostile'),
  });
  const { endpoint, control, close } = await serveTwin(twin, clock);
  const keys = (user: string): Target['insider'] => {
    const { accessKeyId, secretAccessKey } = twin.userSecrets('stranger', user) ?? {
      accessKeyId: '',
      secretAccessKey: '',
    };
    return { accessKeyId, secretAccessKey };
  };
  return {
    target: { endpoint, insider: keys('insider'), nobody: keys('nobody'), secrets: [...twin.issuedSecrets()] },
    control,
    close,
  };
}
