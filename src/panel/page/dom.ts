/** Making nodes, and changing them only where they differ: ten times a second, on a phone. */
type Attributes = { readonly [name: string]: string | number };
type Child = Node | string;

const SVG = "http://www.w3.org/2000/svg";

export function html<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled<E extends Element>(node: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** What a node says now. Its one text node stays: ten times a second, new ones would be work for the collector. */
export function say(node: Node, text: string): void {
  const own = node.firstChild;
  if (!(own instanceof Text) || own.nextSibling !== null) node.textContent = text;
  else if (own.data !== text) own.data = text;
}

/** Sets an attribute that the style sheet or a screen reader looks at. */
export function mark(node: Element, name: string, value: string): void {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** The node of a page that index.html must have. */
export function byId(id: string): HTMLElement {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`the page has no #${id}`);
  return node;
}
