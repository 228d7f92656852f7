/** What the published schema of JUnit reports asks for (Jenkins xunit plugin, junit-10.xsd), as data, and a check of it. */
import { DOMParser } from '@xmldom/xmldom';

interface Rule {
  required: readonly string[];
  optional: readonly string[];
  /** Names of the children in the order in which they must come; a star may come often. */
  children: readonly string[];
}

const NUMBERS = ['tests', 'failures', 'errors', 'skipped'];

const RULES: Readonly<Record<string, Rule>> = {
  testsuites: {
    required: [],
    optional: ['name', 'time', 'tests', 'failures', 'disabled', 'errors'],
    children: ['testsuite*'],
  },
  testsuite: {
    required: ['name', 'tests'],
    optional: ['failures', 'errors', 'time', 'disabled', 'skipped', 'timestamp', 'hostname', 'id', 'package'],
    children: ['properties', 'testcase*', 'system-out', 'system-err'],
  },
  properties: { required: [], optional: [], children: ['property*'] },
  property: { required: ['name', 'value'], optional: [], children: [] },
  testcase: {
    required: ['name'],
    optional: ['classname', 'time', 'assertions', 'status'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { required: [], optional: ['type', 'message'], children: [] },
  error: { required: [], optional: ['type', 'message'], children: [] },
  skipped: { required: [], optional: ['type', 'message'], children: [] },
  'system-out': { required: [], optional: [], children: [] },
};

/** What is wrong with a JUnit report; empty if nothing is. */
export function junitProblems(xml: string): string[] {
  const problems: string[] = [];
  const note = (message: string): void => void problems.push(message);
  const document = new DOMParser({ errorHandler: { warning: note, error: note, fatalError: note } }).parseFromString(
    xml,
    'text/xml',
  );
  if (document.documentElement?.nodeName !== 'testsuites') return [...problems, 'the root is not testsuites'];
  check(document.documentElement, problems);
  return problems;
}

function check(element: Element, problems: string[]): void {
  const name = element.nodeName;
  const rule = RULES[name];
  if (!rule) return void problems.push(`<${name}> is not known`);
  const attributes = Array.from({ length: element.attributes.length }, (_, index) =>
    element.attributes.item(index),
  ).flatMap((attribute) => (attribute ? [attribute] : []));
  for (const wanted of rule.required) if (!element.hasAttribute(wanted)) problems.push(`<${name}> has no ${wanted}`);
  for (const { name: attribute, value } of attributes) {
    if (![...rule.required, ...rule.optional].includes(attribute)) problems.push(`<${name}> may not have ${attribute}`);
    if (NUMBERS.includes(attribute) && !/^\d+$/.test(value))
      problems.push(`<${name}> ${attribute}="${value}" is not a number`);
    // xs:dateTime without a zone: Ant's schema refuses one.
    if (attribute === 'timestamp' && !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(value))
      problems.push(`<${name}> timestamp="${value}"`);
  }
  const children = Array.from({ length: element.childNodes.length }, (_, index) =>
    element.childNodes.item(index),
  ).filter((node): node is Element => node.nodeType === 1);
  let place = 0;
  for (const child of children) {
    const found = rule.children.findIndex(
      (allowed, index) => index >= place && allowed.replace('*', '') === child.nodeName,
    );
    if (found < 0) problems.push(`<${child.nodeName}> may not come here in <${name}>`);
    else place = rule.children[found]?.endsWith('*') ? found : found + 1;
    check(child, problems);
  }
}
