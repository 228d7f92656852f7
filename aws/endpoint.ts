/** Which endpoints may be written to: emulators, never AWS itself. */
import { usageError } from '../base/errors.js';

/** Domains of AWS in every partition (AWS general reference, "AWS service endpoints"; `.aws` is Amazon's top-level domain). */
const AWS_DOMAINS = [
  'amazonaws.com',
  'amazonaws.com.cn',
  'amazonaws.eu',
  'amazonwebservices.com.cn',
  'amazonwebservices.eu',
  'awsapps.com',
  'amazon.com',
  'aws',
  'c2s.ic.gov',
  'sc2s.sgov.gov',
  'cloud.adc-e.uk',
  'csp.hci.ic.gov',
];

/**
 * The origin of an emulator's URL, such as `http://127.0.0.1:4566`. Throws a usage error for what is no URL and for host
 * names of AWS: what is built for emulators is never tried on a real organization.
 */
export function emulatorEndpoint(text: string): string {
  const url = parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw usageError(
      `"${text}" is not the URL of an endpoint`,
      'Write it with its scheme, such as http://127.0.0.1:4566.',
    );
  if (url.username !== '' || url.password !== '')
    throw usageError(
      'the URL of the endpoint holds a user name or a password',
      'Leave them out: requests are signed with access keys.',
    );
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  if (AWS_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`))) {
    throw usageError(
      `${host} is AWS itself: this works on emulators only`,
      'Name the endpoint of an emulator, such as the one that "breakglass-drill emulate" prints.',
    );
  }
  if (url.pathname !== '/' || url.search !== '')
    throw usageError(`"${text}" has a path`, `An endpoint is scheme, host and port: ${url.origin}.`);
  return url.origin;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
