/** The edge of a logo in pixels: twice what it is drawn at. */
const EDGE = 96;
/** The longest `data:` URL that the service takes. */
const LONGEST = 12_000;

/** A picture made small enough to come with every visit, as a `data:` URL; null where that can't be done. */
export async function smallLogo(file: Blob): Promise<string | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (picture === null) return null;
  for (const edge of [EDGE, EDGE / 2]) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = edge;
    const scale = edge / Math.max(picture.width, picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d")?.drawImage(picture, (edge - width) / 2, (edge - height) / 2, width, height);
    const found = ["image/png", "image/webp"]
      .map((kind) => canvas.toDataURL(kind, 0.9))
      .find((url) => url.length <= LONGEST);
    if (found !== undefined) return found;
  }
  return null;
}
