import { crc32, deflateSync, inflateSync } from "node:zlib";

/** One picture of a moving one. */
export interface Frame {
  /** A PNG without interlacing; all frames have the same size and the same kind of pixels. */
  readonly png: Buffer;
  /** How long it is shown, in milliseconds. */
  readonly shown: number;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Makes one moving picture of PNGs: an APNG, which every browser shows, and whatever knows PNG alone shows the first frame
 * of. It stops at the last frame when it has been shown so many times.
 */
export function movingPicture(frames: readonly Frame[], times: number): Buffer {
  const [first] = frames.map(({ png }) => header(png));
  if (first === undefined) throw new Error("a moving picture has at least one frame");
  let sequence = 0;
  const shown = frames.flatMap(({ png, shown: milliseconds }, at) => {
    if (!header(png).equals(first)) throw new Error(`frame ${at} is of another size or kind`);
    const control = Buffer.alloc(26);
    control.writeUInt32BE(sequence++, 0);
    // Its whole size, at the upper left corner, in place of what was there before.
    first.copy(control, 4, 0, 8);
    control.writeUInt16BE(milliseconds, 20);
    control.writeUInt16BE(1_000, 22);
    const pixels = packed(png);
    if (at === 0) return [chunk("fcTL", control), chunk("IDAT", pixels)];
    const number = Buffer.alloc(4);
    number.writeUInt32BE(sequence++);
    return [chunk("fcTL", control), chunk("fdAT", Buffer.concat([number, pixels]))];
  });
  const animation = Buffer.alloc(8);
  animation.writeUInt32BE(frames.length, 0);
  animation.writeUInt32BE(times, 4);
  const ends = [chunk("IHDR", first), chunk("acTL", animation)];
  return Buffer.concat([SIGNATURE, ...ends, ...shown, chunk("IEND", Buffer.alloc(0))]);
}

/** The chunks of a PNG, in order. */
export function chunksOf(png: Buffer): { type: string; data: Buffer }[] {
  const found = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    found.push({ type: png.toString("latin1", at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return found;
}

/** Size and kind of pixels. */
function header(png: Buffer): Buffer {
  return chunksOf(png).find(({ type }) => type === "IHDR")!.data;
}

/** The pixels, as small as they get: a browser that takes a picture of itself is in a hurry. */
function packed(png: Buffer): Buffer {
  const parts = chunksOf(png).flatMap(({ type, data }) => (type === "IDAT" ? [data] : []));
  return deflateSync(inflateSync(Buffer.concat(parts)), { level: 9 });
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
