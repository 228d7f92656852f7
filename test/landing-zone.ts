/** The landing zone of examples/, loaded once for tests. */
import { readFileSync } from 'node:fs';
import { loadOrganization } from '../organization/load.js';
import type { Organization } from '../organization/model.js';

export const landingZoneText = readFileSync('examples/landing-zone.yaml', 'utf8');

/** The landing zone as it ships, with overlays given as YAML texts. */
export function shippedLandingZone(...overlays: string[]): Organization {
  return loadOrganization(
    'landing-zone.yaml',
    landingZoneText,
    overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
  );
}

/** Erin administers every account, the management account included, and no boundary limits her. */
const unlimited = `
identityCenter:
  permissionSets: { ManagementAdministrator: null }
  assignments: { administrators: { accounts: everyAccount }, management-administrators: null }
accounts: { management: { policies: { federated-boundary: null } } }
`;

/** The same with an administrator who may do everything everywhere, as tests of the twin need her. */
export function landingZone(...overlays: string[]): Organization {
  return shippedLandingZone(unlimited, ...overlays);
}

/** The landing zone in which nothing watches yet: a test's own topics and alarms are all there are. */
export function quietLandingZone(): Organization {
  return landingZone('accounts: { management: { monitoring: null } }');
}
