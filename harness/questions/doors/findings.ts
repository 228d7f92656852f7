/** Codes about doors beside break glass. */
import { CHANGE_CONTROL, LEAST_PRIVILEGE } from '../../causes/catalogue-entry.js';
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

export const doorEntries = [
  {
    code: 'BG_DOOR_UNDECLARED',
    severity: 'critical',
    title: 'Somebody else is as powerful as break glass',
    meaning:
      'By the policies as they were read, this user, permission set, account or identity provider gets every right in an account, as the break-glass role has, and the organization document declares no such door. What is guarded, alarmed and rehearsed is then not the only way in.',
    remedy:
      'Shut the door: take the right or the trust away. If it must stay, declare it in `doors` of the organization document, with an owner, an alarm and a last day.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_DOOR_MAKEABLE',
    severity: 'critical',
    title: 'Somebody can make itself as powerful as break glass',
    meaning:
      'By the policies as they were read, somebody may change what keeps it from every right in an account: a trust policy, the text of a policy, credentials or devices of somebody more powerful, its groups or its boundary; or it may hand a powerful role to a service.',
    remedy:
      'Take the right away that the cause names, or narrow it to what does not lead there; a permissions boundary or a guardrail that denies it will do.',
    controls: LEAST_PRIVILEGE,
  },
  {
    code: 'BG_DOOR_EXPIRED',
    severity: 'high',
    title: 'A declared door is open after its last day',
    meaning:
      'The organization document says until when somebody else may be as powerful as break glass. That day is over and nothing was shut.',
    remedy: 'Shut the door and take it out of the document, or let its owner decide on another last day.',
    controls: CHANGE_CONTROL,
  },
  {
    code: 'BG_DOOR_UNOWNED',
    severity: 'high',
    title: 'Nobody answers for a door beside break glass',
    meaning:
      'The organization document declares that somebody else may be as powerful as break glass, and says not who answers for it or which alarm tells of its use.',
    remedy: 'Say owner and alarm of the door in the document, or shut it.',
    controls: CHANGE_CONTROL,
  },
] as const satisfies readonly CatalogueEntry[];
