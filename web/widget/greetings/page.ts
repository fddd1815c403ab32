// Greets a visitor beside the chat's button, by the rules of the store's leads. A script of its own, for pages that want it: the
// loader is on every page, and carries nothing of this.
import { HELLO } from "../protocol.ts";
import { element } from "../loader/element.ts";
import { store } from "../loader/loader.ts";
import { PHONE } from "../loader/phone.ts";
import { type Greetings, markOf, ruleFor, textFor } from "./rules.ts";
import css from "./style.css?inline";

/** How often it is looked whether a rule holds, in milliseconds. */
const EVERY = 1_000;

const script = document.currentScript as HTMLScriptElement | null;
const { site = "demo", cart = "" } = script?.dataset ?? {};
const origin = script ? new URL(script.src).origin : "";
const key = `firstline:${site}`;
const seenKey = `${key}:greeted`;

/** What its button is called, by language. */
const CLOSE: Record<string, string> = {
  ar: "إغلاق",
  de: "Schließen",
  en: "Close",
  es: "Cerrar",
  fr: "Fermer",
  he: "סגירה",
  it: "Chiudi",
  ja: "閉じる",
  nl: "Sluiten",
  pl: "Zamknij",
  pt: "Fechar",
  tr: "Kapat",
};

/** What the page's own function says is in the cart; null where there is none, or it says no number. */
function cartValue(): number | null {
  try {
    const value: unknown = (window as unknown as Record<string, () => unknown>)[cart]?.();
    return typeof value === "number" && Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

/** The rules, by a frame that goes as soon as it has told them. */
function fetchGreetings(): Promise<Greetings> {
  const src = `${origin}/widget/greetings/?site=${encodeURIComponent(site)}`;
  const attributes = { src, sandbox: "allow-scripts allow-same-origin", title: "", hidden: "", "aria-hidden": "true" };
  const frame = element("iframe", attributes) as HTMLIFrameElement;
  return new Promise((resolve) => {
    const hello = (event: MessageEvent): void => {
      if (event.source !== frame.contentWindow || event.origin !== origin || event.data !== HELLO) return;
      removeEventListener("message", hello);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<Greetings>) => {
        frame.remove();
        resolve(data);
      };
      frame.contentWindow?.postMessage("", origin, [port2]);
    };
    addEventListener("message", hello);
    document.documentElement.append(frame);
  });
}

/** Whether the visitor and the shop talk already: then the chat speaks for itself. */
const isTalking = (): boolean => !!store("sessionStorage", `${key}:open`) || !!store("localStorage", key);

function watch({ rules, accent, name }: Greetings): void {
  const seen = new Set((store("localStorage", seenKey) ?? "").split(" "));
  if (rules.every((one) => seen.has(markOf(one)))) return;
  let [path, seconds] = [location.pathname, 0];
  const timer = setInterval(() => {
    if (isTalking()) return clearInterval(timer);
    if (location.pathname !== path) [path, seconds] = [location.pathname, 0];
    if (document.visibilityState !== "visible") return;
    seconds += EVERY / 1_000;
    // On a phone it would lie over what is read there.
    if (matchMedia(PHONE).matches) return;
    const rule = ruleFor(rules, { path, seconds, cart: cartValue() }, (one) => seen.has(markOf(one)));
    if (rule === null) return;
    clearInterval(timer);
    store("localStorage", seenKey, [...seen.add(markOf(rule))].join(" ").trim());
    show(textFor(rule, [document.documentElement.lang, ...navigator.languages]), accent, name);
  }, EVERY);
}

function show({ text, language }: { text: string; language: string }, accent: string | null, name: string): void {
  const host = element("section", { "aria-label": name });
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  if (accent !== null) host.style.setProperty("--accent", accent);
  const bubble = element("div");
  const words = element("button", { dir: "auto", lang: language });
  words.append(text);
  const close = element("button", { "aria-label": CLOSE[language.slice(0, 2).toLowerCase()] ?? "Close" });
  close.append("×");
  const status = element("p", { role: "status" });
  bubble.append(words, close);
  root.append(bubble, status);
  const leave = (): void => host.remove();
  words.onclick = () => window.Firstline?.("open");
  close.onclick = leave;
  host.onkeydown = ({ key: pressed }) => {
    if (pressed === "Escape") leave();
  };
  window.Firstline?.("on", "open", leave);
  document.documentElement.append(host);
  // Read out after it is there, politely.
  setTimeout(() => status.append(text), 100);
}

function start(): void {
  if (isTalking()) return;
  window.Firstline ??= Object.assign((...call: unknown[]) => void window.Firstline?.q?.push(call as never), { q: [] });
  void fetchGreetings().then(watch);
}

if (document.readyState === "complete") start();
else addEventListener("load", start);
