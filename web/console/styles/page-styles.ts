// The styles of what comes after the first screen: they come with it. Each part that needs them imports this file.
import answers from "./answers.css?inline";
import imported from "./import.css?inline";
import statistics from "./statistics.css?inline";
import store from "./store.css?inline";

for (const css of [answers, imported, store, statistics]) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
}
