/** Which target a drill is played on, as drill file and command line say it together. */
import type { EndpointSecrets } from './secrets-file.js';

/** The embedded organization; or an emulator that is running, or that the drill starts. */
export interface TargetChoice {
  name: 'embedded' | 'endpoint' | 'localstack';
  /** URL, for `endpoint`. */
  url?: string;
  /** Writes the organization document there first. */
  deploy: boolean;
  secrets: EndpointSecrets;
}
