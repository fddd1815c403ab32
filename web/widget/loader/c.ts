import { createWidget } from "./widget.ts";

// The one script of a shop's page: it puts a button there, and nothing else until someone shows interest; on a page in
// another language than English also the few words of its own screen.
type Call = [command: string, ...rest: unknown[]];
type Firstline = ((...call: Call) => void) & { q?: Call[] };
declare global {
  interface Window {
    Firstline?: Firstline;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const queue = window.Firstline?.q;
const isThereAlready = window.Firstline && !queue;

if (script && !isThereAlready) {
  const { site = "demo", title = "Support" } = script.dataset;
  const run = createWidget(new URL(script.src).origin, site, title, () => delete window.Firstline);
  window.Firstline = (...call) => run(call);
  queue?.forEach(run);
}
