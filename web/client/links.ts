/** A link in a text: where it stands and what it opens. */
export interface Link {
  start: number;
  end: number;
  href: string;
}

// Ranges instead of `\p{…}`: a browser compiles those in a fifth of a second.
// U+037E and U+0589 are no letters: they end a Greek question and an Armenian sentence.
const CASED = String.raw`\wÀ-\u037d\u037f-\u0588\u058a-\u058fḀ-῿`;
// Letters without case (Han, kana, Hangul, Thai, Arabic), but for the punctuation among them.
const CASELESS = String.raw`(?![\u05f3\u05f4\u060c\u061b\u061f\u066a\u06d4\u0964\u0965\u104a\u104b\u17d4\u17d5\u3000-\u3004\u3008-\u301f\u30fb])[\u0590-\u1dff\u2e80-\ud7ff\uf900-\ufdff]`;
// Right behind a host such a letter belongs to the sentence around the link; in a path nobody can tell, and it stays.
const LETTER = `(?:[${CASED}-]|(?<![${CASED}])${CASELESS})`;
const PATH_LETTER = String.raw`(?:[${CASED}\u20a0-\u20c0-]|${CASELESS}|–(?=[${CASED}]))`;
// What ends with `-` or `_` is a host and a sign of the sentence.
const host = (more: "*" | "+") => String.raw`${LETTER}+(?:\.${LETTER}+)${more}(?<![_-])`;
// ASCII punctuation ends a link only where nothing follows it. All other punctuation, white space and invisible
// characters always do; brackets belong to a link in pairs.
const PIECE = `(?:${PATH_LETTER}|[/%&=#@~+$|]|[.,:;!?'*]+(?=[${CASED}/%&=#@~+$|-]))`;
const pair = (open: string, close: string) => `|\\${open}(?:${PIECE}|\\${open}${PIECE}*\\${close})*\\${close}`;
const REST = String.raw`(?::(?:\d{2,5}|\d(?=/))(?!\d))?(?:[/?#](?:${PIECE}${pair("(", ")")}${pair("[", "]")}${pair("{", "}")})*(?<!\?))?`;

/**
 * The pattern of a link, for a larger one. The groups: `url` has its scheme, `host` has none, `mail` is an address.
 * What has a user's name before its host is none: `https://bank.example@evil.example` opens the second.
 */
export const LINK = [
  String.raw`(?<![${CASED}])(?<url>[Hh][Tt]{2}[Pp][Ss]?://(?![${CASED}.:%~-]*@)${host("*")}${REST})`,
  String.raw`(?<![${CASED}@.:/%-])(?<host>(?:[Ww]{3}\.${host("+")}|(?![_-])(?:[${CASED}-]+\.)+(?:com|net|org|info|shop|COM|NET|ORG|INFO|SHOP|[a-z]{2}(?=/)))(?!\.?(?:-*\w|@))${REST})`,
  String.raw`(?<![${CASED}.+-])(?<mail>[${CASED}.+-]+(?:['&][${CASED}.+-]+)*@(?<!//\S{0,99})${host("*")}\.[${CASED}]{2,}(?<!_))`,
].join("|");

/** What the groups of a match of {@link LINK} open; `undefined` if it was another part of the larger pattern. */
export function hrefOf({ url, host, mail }: Record<string, string | undefined>): string | undefined {
  return url ?? (host ? `https://${host}` : mail && `mailto:${mail}`);
}

const ALL = new RegExp(LINK, "g");

/** Every link in a text, from left to right. */
export function findLinks(text: string): Link[] {
  return [...text.matchAll(ALL)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    href: hrefOf(match.groups ?? {}) ?? "",
  }));
}
