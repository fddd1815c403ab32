/** Hands a link over to the browser, which keeps the file: the service sends whatever is not a picture as an attachment. */
export function saveLink(url: string, name: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.rel = "noopener noreferrer";
  link.click();
}

/** Keeps a picture, which the browser would show instead: so it is read first. Where that is not possible it opens in a tab of its own. */
export async function savePicture(url: string, name: string): Promise<void> {
  try {
    const response = await fetch(url, { credentials: "omit" });
    if (!response.ok) throw new Error(`${response.status}`);
    const own = URL.createObjectURL(await response.blob());
    saveLink(own, name);
    // The browser has begun to read it by then.
    setTimeout(() => URL.revokeObjectURL(own), 60_000);
  } catch {
    open(url, "_blank", "noopener");
  }
}
