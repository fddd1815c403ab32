import assert from "node:assert/strict";
import { test } from "node:test";
import { type Command, type Me, cell } from "../../client/index.ts";
import { memoryStore } from "../../client/memory.ts";
import { createFollowUps } from "./follow_ups.ts";
import { parseSteps, stepsOrNull } from "./macro_steps.ts";

const MAYA: Me = { user: "a_maya", role: "agent", name: "Maya", stores: ["demo"], expires: 0 };

function setUp(store = memoryStore()) {
  const given: Command[] = [];
  let done = (_: { id: string; case: string }) => {};
  const client = {
    me: cell<Me | null>(MAYA),
    on(_: string, listener: never) {
      done = listener;
      return () => (done = () => {});
    },
    submit(command: Command) {
      given.push(command);
      return `command-${given.length}`;
    },
  };
  const written: [string, string][] = [];
  const followUps = createFollowUps(client, store, "maya", (id, words) => written.push([id, words]));
  return { followUps, given, written, store, done: (id: string) => done({ id, case: "one" }) };
}

test("each step follows when the one before is done, the assignment first", () => {
  const { followUps, given, done, store } = setUp();
  followUps.add("reply", "one", { assign: { to: "me" }, close: true });
  done("another");
  assert.deepEqual(given, []);
  done("reply");
  assert.deepEqual(given, [{ action: "assign", case: "one", agent: "a_maya" }]);
  done("reply");
  done("command-1");
  assert.deepEqual(given.slice(1), [{ action: "resolve", case: "one" }]);
  done("command-2");
  assert.equal(given.length, 2);
  assert.deepEqual(store.keys(""), []);
});

test("a conversation is passed to a group, and closed without being assigned", () => {
  const { followUps, given, done } = setUp();
  followUps.add("a", "one", { assign: { to: "group", group: 2 }, close: false });
  followUps.add("b", "two", { assign: null, close: true });
  done("a");
  done("b");
  assert.deepEqual(given, [
    { action: "escalate", case: "one", group: 2 },
    { action: "resolve", case: "two" },
  ]);
});

test("what was taken back is followed by nothing, and what is given anew by the same", () => {
  const { followUps, given, done } = setUp();
  const steps = { assign: null, close: true };
  followUps.add("undone", "one", steps);
  assert.deepEqual(followUps.of("undone"), steps);
  followUps.drop("undone");
  done("undone");
  followUps.add("held", "one", steps);
  followUps.move("held", "sent-now");
  followUps.move("none", "nothing");
  done("held");
  done("nothing");
  assert.deepEqual(given, []);
  done("sent-now");
  assert.equal(given.length, 1);
});

test("a page that is loaded anew goes on, and another person's commands are not theirs", () => {
  const { followUps, store } = setUp();
  followUps.add("reply", "one", { assign: null, close: true });
  followUps.close();
  const after = setUp(store);
  assert.equal(
    createFollowUps({ ...after, me: cell(null), on: () => () => {} } as never, store, "jon", () => {}).of("reply"),
    null,
  );
  after.done("reply");
  assert.deepEqual(after.given, [{ action: "resolve", case: "one" }]);
});

test("what is stored and is no macro's is passed over", () => {
  const { given, done, store } = setUp();
  for (const broken of [
    "",
    "{}",
    '{"case":"one","steps":{}}',
    '{"case":"one","steps":{"assign":{"to":"x"},"close":true}}',
  ]) {
    store.set("follow-up/maya/reply", broken);
    done("reply");
  }
  assert.deepEqual(given, []);
  assert.equal(parseSteps(""), null);
  assert.equal(parseSteps('{"assign":null}'), null);
  assert.deepEqual(parseSteps('{"assign":{"to":"me"},"close":false}'), { assign: { to: "me" }, close: false });
  assert.equal(stepsOrNull({ assign: null, close: false }), null);
});

test("words come back once they are called off, and not where they were sent", () => {
  const { followUps, written, given, done, store } = setUp();
  followUps.addWords("called-off", "one", "See you tomorrow.");
  assert.equal(followUps.of("called-off"), null);
  done("another");
  assert.deepEqual(written, []);
  done("called-off");
  done("called-off");
  assert.deepEqual(written, [["one", "See you tomorrow."]]);
  followUps.addWords("too-late", "one", "See you today.");
  followUps.drop("too-late");
  done("too-late");
  assert.deepEqual([written.length, given, store.keys("")], [1, [], []]);
});
