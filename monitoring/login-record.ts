/** Records of `aws login` (AWS Security Blog, "Simplified developer access to AWS with aws login", with both records). */
import type { CloudTrailEvent, RecordObject } from './cloudtrail-event.js';
import { apiCallRecords } from './cloudtrail-record.js';
import type { SignInFacts } from './sign-in-record.js';
import { signInRegion } from './sign-in-record.js';

/** A grant of credentials to a program on the same machine, or its refusal. */
export interface LoginFacts extends SignInFacts {
  requestId: string;
  error?: { code: string; message: string };
}

const CLIENT = { client_id: 'arn:aws:signin:::devtools/same-device' };

/** The browser authorizes, then the program takes the token; whoever is refused the first never comes to the second. */
export function loginRecords(facts: LoginFacts, newId: () => string): CloudTrailEvent[] {
  const authorize = {
    ...{ scope: 'openid', redirect_uri: 'http://127.0.0.1/oauth/callback', code_challenge_method: 'SHA-256' },
    ...CLIENT,
  };
  if (facts.error) return loginRecord(facts, 'AuthorizeOAuth2Access', authorize, newId);
  return [
    ...loginRecord(facts, 'AuthorizeOAuth2Access', authorize, newId),
    ...loginRecord(facts, 'CreateOAuth2Token', CLIENT, newId),
  ];
}

function loginRecord(
  facts: LoginFacts,
  operation: string,
  requestParameters: RecordObject,
  newId: () => string,
): CloudTrailEvent[] {
  const { who, page, error, ...call } = facts;
  const region = signInRegion(who, page);
  const made = { ...call, service: 'signin', operation, region, caller: who, host: `${region}.signin.aws.amazon.com` };
  return apiCallRecords({ ...made, ...(error ? { error } : {}) }, newId).map((record) => {
    const { accessKeyId: _key, ...userIdentity } = record.userIdentity;
    const additionalEventData = { success: error ? 'false' : 'true', 'x-amzn-vpce-id': '' };
    // Both read, although the second hands out credentials.
    return { ...record, userIdentity, requestParameters, additionalEventData, responseElements: null, readOnly: true };
  });
}
