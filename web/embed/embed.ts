// The page's own chat, and what its buttons do. The examples stand in the page since it was built.
export {};

/** What the examples call the site that serves the chat, and the store. */
const EXAMPLE = "https://chat.example.com";
const EXAMPLE_STORE = /(["'])demo\1/g;

/** The store that the page is about, as its address names it. */
const named = new URLSearchParams(location.search).get("site") ?? "";
const store = /^[\w-]+$/.test(named) ? named : "demo";
document.querySelector("#store")!.textContent = store;

window.Firstline ??= Object.assign((...call: [string, ...unknown[]]) => void window.Firstline?.q?.push(call), {
  q: [],
});

const script = document.createElement("script");
Object.assign(script, { async: true, src: "/c.js" });
script.dataset.site = store;
document.head.append(script);

const listed = document.querySelector(".events")!;
for (const name of ["ready", "open", "close", "unread"]) {
  window.Firstline("on", name, (event: object) => {
    const entry = document.createElement("p");
    entry.textContent = `${name} ${JSON.stringify(event)}`;
    listed.append(entry);
    listed.scrollTop = listed.scrollHeight;
  });
}

for (const button of document.querySelectorAll<HTMLElement>("[data-command]")) {
  button.addEventListener("click", () => window.Firstline?.(button.dataset.command!));
}
for (const name of ["accent", "scheme", "locale"]) {
  const field = document.getElementById(name) as HTMLInputElement | HTMLSelectElement;
  field.addEventListener("input", () => window.Firstline?.("set", { [name]: field.value }));
}

for (const example of document.querySelectorAll("pre")) {
  // As it is to be copied: with this site's own address, and the store's id.
  example.textContent = example.textContent
    .replaceAll(EXAMPLE, location.origin)
    .replaceAll(EXAMPLE_STORE, `$1${store}$1`);
  example.tabIndex = 0;
  const frame = document.createElement("div");
  frame.className = "example";
  example.replaceWith(frame);
  frame.append(example, copyButton(example));
}

function copyButton(example: HTMLElement): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.ariaLabel = `Copy ${example.dataset.example}`;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(example.textContent);
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy"), 2_000);
  });
  return button;
}
