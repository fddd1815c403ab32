import { adoptStyles } from "./adopt.ts";
import css from "./store.css?inline";

// Of all pages that only leads see; once, whichever comes first.
adoptStyles(css);
