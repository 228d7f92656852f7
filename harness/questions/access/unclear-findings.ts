/** Codes for what could not be tested: inconclusive, never broken. */
import type { CatalogueEntry } from '../../causes/catalogue-entry.js';

export const unclearEntries = [
  unclear(
    'BG_SESSION_EXPIRED',
    'A session expired before it was used',
    'Ask for a longer session, or drill fewer accounts at once.',
  ),
  unclear(
    'BG_SIGNATURE_REJECTED',
    'A signature was refused',
    'Check the clock of this machine and the secret of the key.',
  ),
  unclear(
    'BG_THROTTLED',
    'The calls came too fast',
    'The call was sent again, with waits, and throttled to the last: lower limits.concurrency in the drill file, or drill when others call less.',
  ),
  unclear(
    'BG_SERVICE_ERROR',
    'The service answered with an error of its own',
    'A call that met such an error was sent again and failed to the last; the reason names service, Region and code. Look at the status of the service and drill again.',
  ),
  unclear(
    'BG_SETTING_MISSING',
    'A policy asks where a hop comes from or what it brings along, and the drill file does not say it',
    'Say it under breakGlass.from of the drill file, as the runbook has it, and drill again from there.',
  ),
  unclear(
    'BG_NO_ANSWER',
    'No answer came',
    'The call was sent again and never answered, or was answered by something that is not AWS: check the network path to the endpoint.',
  ),
  unclear('BG_WITHHELD', 'The drill itself withheld the service', 'This is a premise of the scenario, not a finding.'),
  unclear(
    'BG_NEVER_SENT',
    'The request guard held a call back',
    'Read the cause: either no drill ever sends the call (aws/forbidden.ts), or this drill did not plan it. Report the second.',
  ),
  unclear(
    'BG_CONTROL_NOT_ENTITLED',
    'A control principal was refused for a reason of its own',
    'Let its own policies allow sts:AssumeRole on the role, or its refusal proves nothing about the trust policy.',
  ),
] as const satisfies readonly CatalogueEntry[];

function unclear<Code extends string>(code: Code, title: string, remedy: string): CatalogueEntry<Code> {
  return {
    code,
    severity: 'medium',
    title,
    meaning:
      'The drill could not test what it should have tested. It says inconclusive, and never counts that as held.',
    remedy,
    controls: [],
  };
}
