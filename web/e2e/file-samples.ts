import { crc32, deflateSync } from "node:zlib";

/** A picture of so many pixels, blank but for a slope of colour; as many bytes as are wanted, at least. */
export function png(width: number, height: number, bytes = 0): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 3);
    for (let x = 0; x < width; x++) row.set([90 + (100 * x) / width, 120, 90 + (100 * y) / height], 1 + x * 3);
    return row;
  });
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.concat(rows)))];
  // What no reader looks at: it makes the file as long as it has to be.
  if (bytes > 0) parts.push(chunk("fiLl", Buffer.alloc(bytes)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...parts,
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
