/** What a file is to a person. */
export type Kind = "picture" | "pdf" | "document" | "sheet" | "slides" | "text" | "audio" | "video" | "other";

const OFFICE = "application/vnd.openxmlformats-officedocument";
const OPEN = "application/vnd.oasis.opendocument";

/** The media types by the ends of names, for browsers and systems that know none. */
const BY_EXTENSION: Record<string, string> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  gif: "image/gif",
  webp: "image/webp",
  pdf: "application/pdf",
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
  odt: `${OPEN}.text`,
  ods: `${OPEN}.spreadsheet`,
  odp: `${OPEN}.presentation`,
  doc: "application/msword",
  xls: "application/vnd.ms-excel",
  ppt: "application/vnd.ms-powerpoint",
  txt: "text/plain",
  csv: "text/csv",
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  wav: "audio/wav",
  weba: "audio/webm",
  mp4: "video/mp4",
  webm: "video/webm",
  mov: "video/quicktime",
};

/** Other names of the same types. */
const ALIASES: Record<string, string> = {
  "image/jpg": "image/jpeg",
  "audio/mp3": "audio/mpeg",
  "audio/x-m4a": "audio/mp4",
  "audio/x-wav": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/vnd.wave": "audio/wav",
};

/** These are shown where they stand, and everything else is handed over as a file. */
const PICTURES = ["image/jpeg", "image/png", "image/gif", "image/webp"];

/** The media type of a picked file: as the browser says it, else by its name. */
export function mediaTypeOf({ name, type }: { name: string; type: string }): string {
  const given = type.split(";")[0]?.trim().toLowerCase() ?? "";
  const byName = BY_EXTENSION[name.split(".").at(-1)?.toLowerCase() ?? ""];
  // Windows takes tables of text for those of its own program.
  const isMistaken = given === "" || (given === "application/vnd.ms-excel" && byName === "text/csv");
  return (isMistaken ? byName : ALIASES[given]) ?? (given || "application/octet-stream");
}

/** What a media type is to a person. */
export function kindOf(mediaType: string): Kind {
  if (PICTURES.includes(mediaType)) return "picture";
  if (mediaType === "application/pdf") return "pdf";
  if (/msword|wordprocessing|opendocument\.text/.test(mediaType)) return "document";
  if (/excel|spreadsheet|text\/csv/.test(mediaType)) return "sheet";
  if (/powerpoint|presentation/.test(mediaType)) return "slides";
  const [family] = mediaType.split("/");
  return family === "text" || family === "audio" || family === "video" ? family : "other";
}

/** What a chooser of files is told to offer: types, and the ends of names for systems that know no types. */
export function acceptOf(mediaTypes: readonly string[]): string {
  const ends = Object.entries(BY_EXTENSION).flatMap(([end, type]) => (mediaTypes.includes(type) ? [`.${end}`] : []));
  return [...mediaTypes, ...ends].join();
}

/** A size in bytes as people read it, in their language. Nobody wants to know it more exactly than that. */
export function sizeText(bytes: number, tag: string): string {
  const isLarge = bytes >= 999_500;
  const size = isLarge ? bytes / 1_000_000 : Math.max(1, bytes / 1_000);
  const unit = isLarge ? "megabyte" : "kilobyte";
  const maximumFractionDigits = isLarge && size < 10 ? 1 : 0;
  return new Intl.NumberFormat(tag, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits }).format(size);
}

/** The part of something that is done, as people read it. */
export function percentText(part: number, tag: string): string {
  return new Intl.NumberFormat(tag, { style: "percent" }).format(part);
}
