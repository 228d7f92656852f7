/** The awsQuery protocol on the server side: forms in, XML out. */
import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { WireRequest } from '../../base/http.js';
import { AwsError } from './aws-error.js';
import { MAX_DEPTH, MAX_LIST } from './limits.js';
import { respond } from './protocol.js';
import type { Protocol, Refusal } from './protocol.js';
import type { NormalizedSchema } from './schemas.js';

const CONTENT_TYPE = 'text/xml';
/** A level of an input has three dots at most: `.entry.1.value`. */
const MAX_DOTS = 3 * MAX_DEPTH;

/** The protocol of a service of that version. What names no other protocol is taken for a form, so it comes last in a list. */
export function awsQuery(version: string, xmlNamespace: string): Protocol {
  return {
    speaks: () => true,
    open: (request, serviceId) => {
      if (request.method !== 'POST' && request.method !== 'GET')
        throw new AwsError('MethodNotAllowed', `${serviceId} does not take ${request.method}.`, 405);
      const form = formOf(request);
      const operation = form.get('Action') ?? undefined;
      const asked = form.get('Version');
      if (operation && asked !== version)
        throw new AwsError('InvalidAction', `Could not find operation for version ${asked ?? 'none'}.`);
      return { operation, read: (schema) => readForm(form, schema) };
    },
    answer: (operation, schema, value, requestId) =>
      respond(200, writeXml(operation, schema, value, xmlNamespace, requestId), CONTENT_TYPE, requestId),
    refuse: (refusal, _request, requestId) =>
      respond(refusal.statusCode, writeErrorXml(refusal, xmlNamespace, requestId), CONTENT_TYPE, requestId),
  };
}

function formOf(request: WireRequest): URLSearchParams {
  if (request.method === 'GET') return new URLSearchParams(request.target.split('?', 2)[1] ?? '');
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded'))
    throw new AwsError('MalformedInput', 'The content type must be application/x-www-form-urlencoded.');
  return new URLSearchParams(Buffer.from(request.body).toString('utf8'));
}

/** Reads a form into the shape of the schema. Throws `MalformedInput` for values of the wrong type. */
function readForm(form: URLSearchParams, schema: NormalizedSchema): Record<string, unknown> {
  const values = new Map<string, string>();
  const prefixes = new Set<string>();
  for (const [key, value] of form) {
    values.set(key, value);
    // No input is deeper than so many dots: a key of nothing but dots must not cost the square of its length.
    for (let dot = key.indexOf('.'), count = 0; dot >= 0 && count < MAX_DOTS; dot = key.indexOf('.', dot + 1), count++)
      prefixes.add(key.slice(0, dot));
    prefixes.add(key);
  }
  return (readValue({ values, prefixes }, schema, '', 0) ?? {}) as Record<string, unknown>;
}

interface Form {
  values: ReadonlyMap<string, string>;
  /** Every key and every dotted beginning of one: says whether anything stands below a path. */
  prefixes: ReadonlySet<string>;
}

function readValue(form: Form, schema: NormalizedSchema, path: string, depth: number): unknown {
  if (depth > MAX_DEPTH) throw new AwsError('MalformedInput', 'The request is nested too deeply.');
  if (schema.isStructSchema()) {
    const result: Record<string, unknown> = {};
    for (const [name, member] of schema.structIterator()) {
      const at = path === '' ? memberName(name, member) : `${path}.${memberName(name, member)}`;
      if (form.prefixes.has(at)) result[name] = readValue(form, member, at, depth + 1);
    }
    return result;
  }
  if (schema.isListSchema()) return readList(form, schema, path, depth);
  if (schema.isMapSchema()) return readMap(form, schema, path, depth);
  return readSimple(form.values.get(path) ?? '', schema, path);
}

function readList(form: Form, schema: NormalizedSchema, path: string, depth: number): unknown[] {
  const prefix = schema.getMergedTraits().xmlFlattened ? path : `${path}.member`;
  const items: unknown[] = [];
  for (let index = 1; form.prefixes.has(`${prefix}.${index}`); index++) {
    if (index > MAX_LIST) throw new AwsError('MalformedInput', 'A list of the request is too long.');
    items.push(readValue(form, schema.getValueSchema(), `${prefix}.${index}`, depth + 1));
  }
  return items;
}

function readMap(form: Form, schema: NormalizedSchema, path: string, depth: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  const prefix = schema.getMergedTraits().xmlFlattened ? path : `${path}.entry`;
  const [keyName, valueName] = [memberName('key', schema.getKeySchema()), memberName('value', schema.getValueSchema())];
  for (let index = 1; form.prefixes.has(`${prefix}.${index}`); index++) {
    if (index > MAX_LIST) throw new AwsError('MalformedInput', 'A map of the request is too long.');
    const at = `${prefix}.${index}`;
    entries.push([
      form.values.get(`${at}.${keyName}`) ?? '',
      readValue(form, schema.getValueSchema(), `${at}.${valueName}`, depth + 1),
    ]);
  }
  return Object.fromEntries(entries);
}

function readSimple(text: string, schema: NormalizedSchema, path: string): unknown {
  if (schema.isNumericSchema()) {
    if (!/^-?\d+(\.\d+)?$/.test(text)) throw new AwsError('MalformedInput', `${path} is not a number.`);
    return Number(text);
  }
  if (schema.isBooleanSchema()) {
    if (text !== 'true' && text !== 'false') throw new AwsError('MalformedInput', `${path} is not a boolean.`);
    return text === 'true';
  }
  if (schema.isTimestampSchema()) {
    const instant = new Date(text);
    if (Number.isNaN(instant.getTime())) throw new AwsError('MalformedInput', `${path} is not a time.`);
    return instant;
  }
  return schema.isBlobSchema() ? new Uint8Array(Buffer.from(text, 'base64')) : text;
}

function memberName(name: string, member: NormalizedSchema): string {
  const { xmlName } = member.getMergedTraits();
  return typeof xmlName === 'string' ? xmlName : name;
}

/** The XML of an answer, in the envelope of the protocol. */
function writeXml(
  operation: string,
  schema: NormalizedSchema,
  value: unknown,
  xmlNamespace: string,
  requestId: string,
): string {
  const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
  const result = schema.isStructSchema() ? `<${operation}Result>${innerXml(schema, value)}</${operation}Result>` : '';
  return `<${operation}Response xmlns="${xmlNamespace}">${result}${metadata}</${operation}Response>`;
}

/** Children of the root element: the serializer names the root after the output shape, the protocol after the operation. */
export function innerXml(schema: NormalizedSchema, value: unknown): string {
  const serializer = new XmlShapeSerializer({
    timestampFormat: { useTrait: true, default: 5 },
    xmlNamespace: '',
    serviceNamespace: '',
  });
  serializer.write(schema, value ?? {});
  const xml = String(serializer.flush());
  const open = xml.indexOf('>');
  return xml.endsWith('/>') && open === xml.length - 1 ? '' : xml.slice(open + 1, xml.lastIndexOf('</'));
}

/** The XML of an error. */
function writeErrorXml({ names, message, statusCode }: Refusal, xmlNamespace: string, requestId: string): string {
  const type = statusCode >= 500 ? 'Receiver' : 'Sender';
  return `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${type}</Type><Code>${escapeXml(names.code)}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
}

/** Text that can stand in XML. */
export function escapeXml(text: string): string {
  // Control characters cannot stand in XML 1.0 at all: a hostile name must not break the answer.
  const printable = [...text].filter((character) => character >= ' ' || '\t\n\r'.includes(character)).join('');
  return printable.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
