/** The ec2Query protocol on the server side: awsQuery's forms, with flat lists, and answers in an envelope of its own. */
import { respond } from './protocol.js';
import type { Protocol, Refusal } from './protocol.js';
import { awsQuery, escapeXml, innerXml } from './query.js';

const CONTENT_TYPE = 'text/xml;charset=UTF-8';

/** The protocol of EC2 in that version of its API. */
export function ec2Query(version: string, xmlNamespace: string): Protocol {
  const forms = awsQuery(version, xmlNamespace);
  return {
    ...forms,
    answer: (operation, schema, value, requestId) =>
      respond(
        200,
        `<${operation}Response xmlns="${xmlNamespace}"><requestId>${requestId}</requestId>${innerXml(schema, value)}</${operation}Response>`,
        CONTENT_TYPE,
        requestId,
      ),
    refuse: (refusal, _request, requestId) =>
      respond(refusal.statusCode, errorXml(refusal, requestId), CONTENT_TYPE, requestId),
  };
}

function errorXml({ names, message }: Refusal, requestId: string): string {
  const text = names.code === 'UnauthorizedOperation' ? unauthorized(message) : message;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${escapeXml(names.code)}</Code><Message>${escapeXml(text)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
}

/** EC2 says why in the open, and once more encoded for whoever may decode it (EC2 user guide, "Encoded authorization failure messages"). */
function unauthorized(reason: string): string {
  const encoded = Buffer.from(JSON.stringify({ allowed: false, reason })).toString('base64url');
  return `You are not authorized to perform this operation. ${reason}. Encoded authorization failure message: ${encoded}`;
}
