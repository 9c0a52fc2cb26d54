/* Elements in one call: h("p", { class: "note" }, "text", element). */

export type Child = Node | string | null | undefined | false | Child[];
export type Attributes = Record<string, string | number | boolean | null | ((event: Event) => void)>;

const SVG = "http://www.w3.org/2000/svg";

function set(element: Element, name: string, value: Attributes[string]): void {
  if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
  else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : String(value));
}

function add(element: Element, child: Child): void {
  if (Array.isArray(child)) for (const own of child) add(element, own);
  else if (child) element.append(child);
}

function filled<E extends Element>(element: E, attributes: Attributes, children: Child[]): E {
  for (const [name, value] of Object.entries(attributes)) set(element, name, value);
  add(element, children);
  return element;
}

/** An element; of attributes, functions listen ("onclick"), and null and false are left out, as are such children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  return filled(document.createElement(tag), attributes, children);
}

/** The same of a drawing. */
export function draw<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  return filled(document.createElementNS(SVG, tag) as SVGElementTagNameMap[K], attributes, children);
}
