/** What is said of a promised reply, in each of the widget's languages; it comes where there is one. `#`: who, `@`: by when. */
export const PROMISE_WORDS: Record<string, string> = {
  ar: "سيصلك رد من # قبل @",
  de: "# antwortet bis @",
  en: "# will reply by @",
  es: "# responderá como muy tarde: @",
  fr: "# répondra avant @",
  he: "תשובה מ-# עד @",
  it: "Risposta di # entro: @",
  ja: "#が@までに返信します",
  nl: "# antwoordt vóór @",
  pl: "# odpowie najpóźniej: @",
  pt: "# responde até @",
  tr: "# en geç şu zamana kadar yanıt verecek: @",
};

/** That somebody will reply by a moment, in the language of a tag. */
export function promiseLine(tag: string, who: string, moment: string): string {
  const words = PROMISE_WORDS[tag.split("-")[0] ?? ""] ?? "# will reply by @";
  return words.replace(/[#@]/g, (sign) => (sign === "#" ? who : moment));
}

const DAY = 86_400_000;

/** A moment that lies ahead as people say it: the time alone today, with the weekday within a week, else with the date. */
export function momentOf(at: number, now: number, tag: string): string {
  const time = { hour: "numeric", minute: "2-digit" } as const;
  const isToday = new Date(at).toDateString() === new Date(now).toDateString();
  const day = isToday
    ? {}
    : at - now < 6 * DAY
      ? ({ weekday: "long" } as const)
      : ({ day: "numeric", month: "long" } as const);
  return new Intl.DateTimeFormat(tag, { ...day, ...time }).format(at);
}
