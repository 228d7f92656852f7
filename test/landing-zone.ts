/** The landing zone of examples/, loaded once in a process for tests. */
import { readFileSync } from 'node:fs';
import { loadOrganization } from '../organization/load.js';
import type { Organization } from '../organization/model.js';

export const landingZoneText = readFileSync('examples/landing-zone.yaml', 'utf8');

/** An overlay that leaves two accounts: in each there is one role of direct federation. */
export const SMALL_LANDING_ZONE = `accounts: { ${[
  ...['payments-1', 'payments-2', 'payments-3', 'webshop-1', 'webshop-2', 'payments-test', 'webshop-test'],
  ...['integration-test', 'sandbox-1', 'sandbox-2', 'sandbox-3', 'log-archive', 'security-tooling'],
  ...['shared-services', 'old-datalake'],
]
  .map((name) => `${name}: null`)
  .join(', ')} }`;

const loaded = new Map<string, Organization>();

/** The landing zone as it ships, with overlays given as YAML texts. Each gets a copy of its own. */
export function shippedLandingZone(...overlays: string[]): Organization {
  const key = JSON.stringify(overlays);
  const organization =
    loaded.get(key) ??
    loadOrganization(
      'landing-zone.yaml',
      landingZoneText,
      overlays.map((text, index) => ({ file: `overlay-${index + 1}.yaml`, text })),
    );
  loaded.set(key, organization);
  return structuredClone(organization);
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
