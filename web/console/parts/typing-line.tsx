import type { Typist } from "../../client/index.ts";
import { useBench } from "../bench.ts";
import type { Room } from "../desk.ts";
import { firstName } from "../naming.ts";
import { customerOf } from "./case-head.tsx";

/** Who is writing just now. */
export function TypingLine({ room }: { room: Room }) {
  const { desk } = useBench();
  const others = room.state.typing.filter((typist) => typist.user !== desk.me.value?.user);
  return (
    <p class="typing" role="status">
      {others.length > 0 && `${others.map((typist) => nameOf(typist, room)).join(", ")} ${others.length === 1 ? "is" : "are"} typing`}
    </p>
  );
}

function nameOf({ role, name }: Typist, room: Room): string {
  if (role === "customer") return sentence(firstName(customerOf(room)));
  return name ?? "A colleague";
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
