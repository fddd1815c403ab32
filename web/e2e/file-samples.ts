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

/** A second of silence, as WAV: 8,000 samples of 8 bits. */
export function silence(): Buffer {
  const samples = 8_000;
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + samples, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(samples, 24);
  header.writeUInt32LE(samples, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, 128)]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
