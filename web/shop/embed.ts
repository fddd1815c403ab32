// What a shop puts on its pages, but for the address: locally the page is opened at localhost while the chat comes
// from 127.0.0.1, so that shop and chat are on different origins as they are for a real shop.
const isLocal = location.hostname === "localhost";
const chat = isLocal ? `${location.protocol}//127.0.0.1:${location.port}` : location.origin;

window.Firstline ??= Object.assign((...call: [string, ...unknown[]]) => void window.Firstline?.q?.push(call), {
  q: [],
});

const script = document.createElement("script");
script.async = true;
script.src = `${chat}/c.js`;
script.dataset.site = "demo";
document.head.append(script);

// Only where they are asked for: the shop shows what one script costs a page.
if (new URLSearchParams(location.search).has("greetings")) {
  const greetings = document.createElement("script");
  greetings.async = true;
  greetings.src = `${chat}/greetings.js`;
  Object.assign(greetings.dataset, { site: "demo", cart: "cartValue" });
  document.head.append(greetings);
}

for (const button of document.querySelectorAll("[data-chat]"))
  button.addEventListener("click", () => window.Firstline?.("open"));
