import type { Settings } from "../../../client/index.ts";
import { pageWording } from "../../words/pages.ts";
import { LIMITS, USUAL_FILE, bytesOf, megabytesOf } from "../settings.ts";
import { SwitchedFields } from "./switched-fields.tsx";
import { WholeNumberField } from "./whole-number-field.tsx";

interface FieldProps {
  settings: Settings;
  set: (change: Partial<Settings>) => void;
}

/** Whether people may attach files, and how large one may be. */
export function FileFields({ settings, set }: FieldProps) {
  const words = pageWording().files;
  const bytes = settings.max_file_bytes ?? USUAL_FILE;
  const isOn = bytes !== 0;
  return (
    <SwitchedFields words={words} isOn={isOn} toggle={() => set({ max_file_bytes: isOn ? 0 : USUAL_FILE })}>
      <WholeNumberField
        label={words.megabytes}
        most={LIMITS.fileMegabytes}
        value={megabytesOf(bytes)}
        set={(megabytes) => set({ max_file_bytes: bytesOf(megabytes) })}
      />
    </SwitchedFields>
  );
}
