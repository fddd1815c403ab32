/** Red, green and blue from 0 to 255. */
type Rgb = readonly [number, number, number];

/** What WCAG 2 asks for of text. */
const ENOUGH = 4.5;

/** The WCAG contrast of two colours, from 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The wanted colour on `ground` where it can be read, else black or white: one of the two always can. */
export function readable(ground: Rgb, wanted: Rgb | null): Rgb {
  if (wanted && contrast(ground, wanted) >= ENOUGH) return wanted;
  const white: Rgb = [255, 255, 255];
  return contrast(ground, white) >= ENOUGH ? white : [0, 0, 0];
}

function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Any CSS colour as the browser draws it; null where it is none. */
export function parse(colour: string | undefined): Rgb | null {
  if (!colour || !CSS.supports("color", colour)) return null;
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  if (!pen) return null;
  pen.fillStyle = colour;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** The pair to use for a shop's accent, as CSS; null where it names no colour. */
export function accentPair(accent?: string, onAccent?: string): { accent: string; onAccent: string } | null {
  const ground = parse(accent);
  return ground && { accent: css(ground), onAccent: css(readable(ground, parse(onAccent))) };
}

function css(colour: Rgb): string {
  return `rgb(${colour.join()})`;
}
