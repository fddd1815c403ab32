const HTML = "http://www.w3.org/1999/xhtml";
export const SVG = "http://www.w3.org/2000/svg";

export function element(name: string, attributes: Record<string, string> = {}, namespace = HTML): HTMLElement {
  const made = document.createElementNS(namespace, name);
  for (const key in attributes) made.setAttribute(key, attributes[key]!);
  return made as HTMLElement;
}
