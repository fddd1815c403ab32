/** Whether something that is dragged over the page has files. */
export function hasFiles(data: Pick<DataTransfer, "types"> | null): boolean {
  return data?.types.includes("Files") ?? false;
}

/** Whether a paste is meant as files: a table or a text from an office program brings a picture of itself along. */
export function isPasteOfFiles(data: Pick<DataTransfer, "types" | "files"> | null): boolean {
  return data !== null && data.files.length > 0 && !data.types.includes("text/plain");
}
