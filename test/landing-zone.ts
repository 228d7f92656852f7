/** The landing zone of examples/, loaded once for tests. */
import { readFileSync } from 'node:fs';
import { loadOrganization } from '../organization/load.js';
import type { Organization } from '../organization/model.js';

export const landingZoneText = readFileSync('examples/landing-zone.yaml', 'utf8');

/** The landing zone with overlays given as YAML texts. */
export function landingZone(...overlays: string[]): Organization {
  return loadOrganization('landing-zone.yaml', landingZoneText, overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })));
}

/** The landing zone in which nothing watches yet: a test's own topics and alarms are all there are. */
export function quietLandingZone(): Organization {
  return landingZone('accounts: { management: { monitoring: null } }');
}
