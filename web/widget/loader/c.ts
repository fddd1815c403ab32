import { Widget } from "./widget.ts";

// The one script of a shop's page: it puts a button there, and nothing else until someone shows interest.
type Call = [command: string, ...rest: unknown[]];
type Firstline = ((...call: Call) => void) & { q?: Call[] };
declare global {
  interface Window {
    Firstline?: Firstline;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
const waiting = window.Firstline?.q;
const isThereAlready = window.Firstline !== undefined && waiting === undefined;

if (script && !isThereAlready) {
  const { site = "demo", title = "Support" } = script.dataset;
  const widget = new Widget(new URL(script.src).origin, site, title);
  const run = ([command, ...rest]: Call): void => widget.run(command, rest, () => delete window.Firstline);
  window.Firstline = (...call) => run(call);
  waiting?.forEach(run);
}
