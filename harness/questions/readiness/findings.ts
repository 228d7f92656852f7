/** Codes about an organization that is not as its document says. */
import { CHANGE_CONTROL } from '../../causes/catalogue-entry.js';
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

export const driftEntries = [
  {
    code: 'BG_NOT_IN_DOCUMENT',
    severity: 'high',
    title: 'Something is there that the organization document does not have',
    meaning:
      'A user, a role, a trust, a membership, a key or a permission stands in the organization and nobody wrote it down. Whoever made it may be in a hurry or an attacker; what the document leaves out was never decided by anybody.',
    remedy: 'Find out who made it and when. Take it away, or write it into the organization document and drill again.',
    controls: CHANGE_CONTROL,
  },
  {
    code: 'BG_NOT_AS_DOCUMENT',
    severity: 'high',
    title: 'Something is not as the organization document has it',
    meaning:
      'The document says how break glass and what guards it are meant to be, and the organization has lost or changed a part of it. A drill of the document would say nothing about the organization.',
    remedy: 'Put it back as the document has it, or change the document and drill again.',
    controls: CHANGE_CONTROL,
  },
] as const satisfies readonly CatalogueEntry[];
