import { adoptStyles } from "../../styles/adopt.ts";
import css from "../../styles/canned.css?inline";

adoptStyles(css);
