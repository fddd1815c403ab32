import { adoptStyles } from "./adopt.ts";
import css from "./ask.css?inline";

// Of whatever is asked about the open case; once, whichever comes first.
adoptStyles(css);
