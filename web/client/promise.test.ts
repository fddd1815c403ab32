import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventBody, EventView, Role } from "./generated/wire.ts";
import { openPromise } from "./promise.ts";

test("a promise holds until a person replies, it is withdrawn, or the case ends", () => {
  const event = (seq: number, body: EventBody, role: Role = "agent"): EventView => ({
    seq,
    prev_visible: seq - 1,
    at: seq,
    id: `command-${seq}`,
    author: { role, id: "a_1", name: "Maya" },
    body,
  });
  const promised = event(2, { kind: "promised", by: 99 });
  const said: EventBody = { kind: "message", text: "Hello", answers: null, sources: [] };
  const opened = event(1, { kind: "opened", text: "Hello", locale: null }, "customer");
  const holds = [
    opened,
    promised,
    event(3, said, "customer"),
    event(4, said, "assistant"),
    event(5, { kind: "woken" }),
  ];
  assert.equal(openPromise(holds)?.of, 2);
  assert.equal(openPromise([...holds, event(6, { kind: "promised", by: 120 })])?.by, 120);
  for (const end of [
    event(6, said),
    event(6, said, "lead"),
    event(6, { kind: "promise_withdrawn", of: 2 }),
    event(6, { kind: "resolved" }),
  ])
    assert.equal(openPromise([...holds, end]), null);
  assert.equal(openPromise([opened]), null);
});
