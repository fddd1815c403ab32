import assert from "node:assert/strict";
import { test } from "node:test";
import { Playback, type PlaybackState } from "./playback.ts";

function player(answer: (asked: number) => Promise<{ url: string }>) {
  const shown: PlaybackState[] = [];
  const calls = { asked: 0, forgotten: 0 };
  const links = {
    of: (..._file: string[]) => answer((calls.asked += 1)).then((link) => ({ ...link, expires_at: 0 })),
    forget: () => void (calls.forgotten += 1),
  };
  return { shown, calls, playback: new Playback(links, "c", "f", (state) => shown.push(state)) };
}

test("a link is asked for when somebody presses play, and not before", async () => {
  const { shown, calls, playback } = player(async (asked) => ({ url: `link ${asked}` }));
  assert.equal(calls.asked, 0);
  await playback.play();
  assert.deepEqual(shown, [{ url: "link 1", attempt: 1, from: 0, trouble: null }]);
});

test("a link that has run out is asked for anew, and it goes on where it stopped", async () => {
  const { shown, calls, playback } = player(async (asked) => ({ url: `link ${asked}` }));
  await playback.play();
  for (const second of [61, 125]) {
    playback.played();
    await playback.failed(second);
    assert.equal(shown.at(-1)?.from, second);
  }
  assert.deepEqual([calls.asked, calls.forgotten, shown.at(-1)?.url], [3, 2, "link 3"]);
});

test("what a new link does not mend is said, and so is a file that is gone", async () => {
  const unplayable = player(async () => ({ url: "link" }));
  await unplayable.playback.play();
  await unplayable.playback.failed(0);
  await unplayable.playback.failed(0);
  assert.deepEqual(unplayable.shown.at(-1), { url: null, attempt: 2, from: 0, trouble: "noPlayback" });
  const gone = player(() => Promise.reject(new Error("410")));
  await gone.playback.play();
  assert.equal(gone.shown.at(-1)?.trouble, "gone");
});
