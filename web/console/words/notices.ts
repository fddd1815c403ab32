import { de } from "./de/notices.ts";
import { en, type NoticeWords } from "./en/notices.ts";
import { es } from "./es/notices.ts";
import { fr } from "./fr/notices.ts";
import { inSpoken } from "./index.ts";

/** What notices and the choices about them say; all languages come with them, which nobody waits for. */
export function noticeWords(): NoticeWords {
  return inSpoken({ en, de, es, fr });
}
