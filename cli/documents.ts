/** Files that several verbs read. */
import { readText } from '../harness/engine/text-file.js';
import { noSecrets, parseSecrets } from '../harness/targets/secrets-file.js';
import type { EndpointSecrets } from '../harness/targets/secrets-file.js';
import { loadOrganization } from '../organization/load.js';
import type { Organization } from '../organization/model.js';

/** An organization document with overlays. Throws usage errors with file and line. */
export function loadDocument(organization: string, overlays: readonly string[]): Organization {
  return loadOrganization(
    organization,
    readText(organization, 'organization document'),
    overlays.map((file) => ({ file, text: readText(file, 'overlay') })),
  );
}

/** What a file of secrets holds; nothing if none is named. */
export function loadSecrets(file: string | undefined): EndpointSecrets {
  return file === undefined ? noSecrets : parseSecrets(file, readText(file, 'file of secrets'));
}
