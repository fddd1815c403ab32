import { adoptStyles } from "./adopt.ts";
import css from "./choices.css?inline";

// Of both kinds of choices; once, whichever comes first.
adoptStyles(css);
