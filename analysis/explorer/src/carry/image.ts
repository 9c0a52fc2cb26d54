/* Charts as pictures of their own: SVG with its styles inside, and PNG. */

const NAMESPACE = "http://www.w3.org/2000/svg";
/** What the page's style sheet says of a drawing. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-size",
  "font-weight",
  "font-family",
  "text-anchor",
  "dominant-baseline",
];
const MARGIN = 12;
const TITLE = 22;

function withStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const name of STYLES) {
    const value = style.getPropertyValue(name);
    if (value !== "") to.setAttribute(name, value);
  }
  to.removeAttribute("class");
  for (const [i, child] of [...from.children].entries()) withStyles(child, to.children[i] as Element);
}

/** A drawing on the page as one that can stand alone. */
function alone(svg: SVGSVGElement): SVGSVGElement {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  withStyles(svg, copy);
  return copy;
}

function sizeOf(svg: SVGSVGElement): { width: number; height: number } {
  const { width, height } = svg.viewBox.baseVal;
  return width > 0 ? { width, height } : svg.getBoundingClientRect();
}

function element(name: string, attributes: Record<string, string | number>, text = ""): Element {
  const own = document.createElementNS(NAMESPACE, name);
  for (const [key, value] of Object.entries(attributes)) own.setAttribute(key, String(value));
  own.textContent = text;
  return own;
}

export interface Titled {
  title: string;
  svg: SVGSVGElement;
}

/** Drawings side by side under their titles, as SVG. */
export function svgOf(drawings: Titled[], source: string): string {
  const font = "system-ui, Segoe UI, Arial, sans-serif";
  const root = element("svg", { xmlns: NAMESPACE, "font-family": font });
  let [x, height] = [MARGIN, 0];
  for (const { title, svg } of drawings) {
    const size = sizeOf(svg);
    const copy = alone(svg);
    for (const [key, value] of Object.entries({ x, y: MARGIN + TITLE, ...size })) copy.setAttribute(key, String(value));
    root.append(element("text", { x, y: MARGIN + 12, "font-size": 14, "font-weight": 700 }, title), copy);
    x += size.width + MARGIN;
    height = Math.max(height, size.height);
  }
  const full = { width: x, height: height + 2 * MARGIN + 2 * TITLE };
  root.append(element("text", { x: MARGIN, y: full.height - MARGIN, "font-size": 11, fill: "#545454" }, source));
  root.prepend(element("rect", { ...full, fill: "#fff" }));
  for (const [key, value] of Object.entries({ ...full, viewBox: `0 0 ${full.width} ${full.height}` }))
    root.setAttribute(key, String(value));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

const SCALE = 2;

/** The same as PNG, twice as fine. */
export async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width * SCALE, image.height * SCALE];
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) =>
    canvas.toBlob(
      (blob) => (blob === null ? failed(new Error("the browser gave no picture")) : done(blob)),
      "image/png",
    ),
  );
}
