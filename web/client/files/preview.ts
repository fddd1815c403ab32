import { kindOf } from "./media_types.ts";
import type { Preview } from "./upload.ts";

/** The longer side of a preview, in pixels. */
const SIDE = 320;

/** Draws a small picture of a picture; null for what the browser can't read. It comes as data: the pages show no others of their own. */
export async function previewOf(bytes: Blob, mediaType: string): Promise<Preview | null> {
  if (kindOf(mediaType) !== "picture") return null;
  try {
    const picture = await createImageBitmap(bytes);
    const { width, height } = picture;
    const scale = Math.min(1, SIDE / Math.max(width, height));
    const canvas = new OffscreenCanvas(Math.max(1, width * scale), Math.max(1, height * scale));
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
    return { url: await dataUrl(small), width, height };
  } catch {
    return null;
  }
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
