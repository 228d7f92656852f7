/** Tools of the field as their users start them, pointed at `emulate`; nothing of theirs can leave the machine. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { TOTP } from 'otpauth';
import type { Ready } from '../clients/emulator.js';

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export interface Ended {
  /** Exit code. */
  code: number | null;
  /** Standard output. */
  stdout: string;
  /** Standard output and standard error. */
  output: string;
}

/** Runs a command in a folder that is its home, too; what it sends elsewhere than to the emulator goes nowhere. */
export function run(
  { endpoint }: Ready,
  keys: Keys,
  home: string,
  [command = '', ...args]: readonly string[],
  { input, env = {} }: { input?: string; env?: Record<string, string> } = {},
): Ended {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: home,
    encoding: 'utf8',
    input: input ?? '',
    timeout: 900_000,
    maxBuffer: 64 * 1024 * 1024,
    env: {
      PATH: process.env['PATH'],
      HOME: home,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      ...(keys.sessionToken === undefined ? {} : { AWS_SESSION_TOKEN: keys.sessionToken }),
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',
      // The emulator is no proxy: it ends the connection.
      HTTPS_PROXY: endpoint,
      NO_PROXY: '127.0.0.1',
      ...env,
    },
  });
  if (error) throw error;
  return { code: status, stdout, output: `${stdout}${stderr}` };
}

/** The instant of the emulator's clock, moved on by so many seconds. */
async function moveClock({ control }: Ready, seconds: number): Promise<number> {
  const answer = await fetch(`${control}/clock`, {
    method: 'POST',
    body: JSON.stringify({ advanceSeconds: seconds }),
  });
  return Date.parse(((await answer.json()) as { now: string }).now);
}

/** A code that the user's device has not shown before. */
export async function freshCode(ready: Ready, user: string): Promise<string> {
  const timestamp = await moveClock(ready, 30);
  return new TOTP({ secret: ready.users[user]?.mfaSeed ?? '' }).generate({ timestamp });
}

/** A session of a break-glass user with MFA: what tools get that cannot ask for a code. */
export async function sessionOf(ready: Ready, user: string): Promise<Keys> {
  const { accessKeyId = '', secretAccessKey = '', mfaSerial: SerialNumber } = ready.users[user] ?? {};
  const sts = new STSClient({
    endpoint: ready.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey },
  });
  const TokenCode = await freshCode(ready, user);
  const { Credentials: issued } = await sts.send(new GetSessionTokenCommand({ SerialNumber, TokenCode }));
  return {
    accessKeyId: issued?.AccessKeyId ?? '',
    secretAccessKey: issued?.SecretAccessKey ?? '',
    sessionToken: issued?.SessionToken ?? '',
  };
}

/** Numbers of resources by the folder, relative to this one, in which Cloud Custodian left them. */
export function custodianCounts(folder: string): Record<string, number> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('resources.json'),
  );
  return Object.fromEntries(
    files.map((file) => [
      file.slice(0, -'/resources.json'.length),
      (JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown[]).length,
    ]),
  );
}
