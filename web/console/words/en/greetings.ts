/** What is said of the greetings beside the chat’s button, which few people set, and seldom. */
export const greetings = {
  title: "Greeting beside the chat button",
  hint: "A page can speak first: a short text appears beside the button, once per visitor and greeting, never on phones and never over an open chat. The first greeting whose conditions hold is shown. Your pages need the greeting script from the developers’ page.",
  nth: (number: number) => `Greeting ${number}`,
  pages: "Pages, such as /cart or /products/*",
  pagesHint: "Empty: every page",
  seconds: "Seconds on the page",
  cart: "Cart value from",
  cartHint: "Empty: any cart. Your page tells the value.",
  text: (language: string) => `Text in ${language}`,
  addLanguage: "Add a language",
  removeLanguage: (language: string) => `Remove ${language}`,
  add: "Add a greeting",
  remove: (number: number) => `Remove greeting ${number}`,
  first: "Can we help you with your order?",
};

export type GreetingWords = typeof greetings;
