/** XML from strangers: no document type, hence no entities; anything not well-formed is refused. */
import { DOMParser } from '@xmldom/xmldom';

/** The root element of a text; `undefined` if it is not well-formed or declares a document type. */
export function parseXml(text: string): Element | undefined {
  // Entities can only be declared in a document type. Looking for it in the text is stricter than XML: it may stand in a comment.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return undefined;
  let wellFormed = true;
  const refuse = (): void => {
    wellFormed = false;
  };
  try {
    const document = new DOMParser({
      errorHandler: { warning: refuse, error: refuse, fatalError: refuse },
    }).parseFromString(text, 'text/xml') as Document | undefined;
    const root = document?.documentElement;
    return wellFormed && root ? root : undefined;
  } catch {
    return undefined;
  }
}

/** Child elements of that name, in order. */
export function children(parent: Element, namespace: string, name: string): Element[] {
  return Array.from(parent.childNodes).filter(
    (node): node is Element =>
      node.nodeType === 1 && (node as Element).namespaceURI === namespace && (node as Element).localName === name,
  );
}

/** Every element of that name at or below an element. */
export function descendants(root: Element, namespace: string, name: string): Element[] {
  const below = Array.from(root.getElementsByTagNameNS(namespace, name));
  return root.namespaceURI === namespace && root.localName === name ? [root, ...below] : below;
}

/** The text of an element without white space around it; comments do not cut it. */
export function textOf(element: Element): string {
  return (element.textContent ?? '').trim();
}

/** An attribute without a namespace; `undefined` if it is absent. */
export function attribute(element: Element, name: string): string | undefined {
  return element.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;
}
