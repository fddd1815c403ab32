import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiProblem } from "../api.ts";
import type { Problem } from "../generated/wire.ts";
import { type MediaPlayer, Playback, type PlaybackState } from "./playback.ts";

const NETWORK = 2;
const DECODE = 3;
const NO_SOURCE = 4;

function player(answer: (asked: number) => Promise<{ url: string }>) {
  const shown: PlaybackState[] = [];
  const calls = { asked: 0, forgotten: 0 };
  const links = {
    of: (..._file: string[]) => answer((calls.asked += 1)).then((link) => ({ ...link, expires_at: 0 })),
    forget: () => void (calls.forgotten += 1),
  };
  return { shown, calls, playback: new Playback(links, "c", "f", (state) => shown.push(state)) };
}

const at = (currentTime: number, code: number | null = null, paused = false): MediaPlayer => ({
  currentTime,
  paused,
  error: code === null ? null : { code },
});

const refusal = (status: number) => new ApiProblem({ status } as Problem);

/** The player has loaded the file. */
function runs(playback: Playback): MediaPlayer {
  const element = at(0);
  playback.loaded(element);
  return element;
}

test("a link is asked for when somebody presses play, and not before", async () => {
  const { shown, calls, playback } = player(async (asked) => ({ url: `link ${asked}` }));
  assert.equal(calls.asked, 0);
  await playback.play();
  assert.deepEqual(shown, [{ url: "link 1", attempt: 1, from: 0, isPaused: false, trouble: null }]);
});

test("a link that has run out is asked for anew, and it goes on where it stopped", async () => {
  const { shown, calls, playback } = player(async (asked) => ({ url: `link ${asked}` }));
  await playback.play();
  for (const second of [61, 125]) {
    runs(playback);
    await playback.failed(at(second, NETWORK));
    assert.equal(runs(playback).currentTime, second);
  }
  assert.deepEqual([calls.asked, calls.forgotten, shown.at(-1)?.url], [3, 2, "link 3"]);
});

test("what a new link does not mend at the same place is said", async () => {
  const never = player(async () => ({ url: "link" }));
  await never.playback.play();
  await never.playback.failed(at(0, NO_SOURCE, true));
  assert.equal(never.shown.at(-1)?.isPaused, false);
  await never.playback.failed(at(0, NO_SOURCE, true));
  const trouble = "noPlayback";
  assert.deepEqual(never.shown.at(-1), { url: null, attempt: 2, from: 0, isPaused: false, trouble });
  const midway = player(async () => ({ url: "link" }));
  await midway.playback.play();
  for (const second of [61, 61.2]) {
    runs(midway.playback);
    await midway.playback.failed(at(second, NETWORK));
  }
  assert.deepEqual([midway.calls.asked, midway.shown.at(-1)?.trouble], [2, trouble]);
  const unloaded = player(async () => ({ url: "link" }));
  await unloaded.playback.play();
  runs(unloaded.playback);
  await unloaded.playback.failed(at(61, NETWORK));
  // The new player stands at nothing: it has not loaded the file.
  await unloaded.playback.failed(at(0, NO_SOURCE, true));
  assert.deepEqual([unloaded.calls.asked, unloaded.shown.at(-1)?.trouble], [2, trouble]);
});

test("a file that is damaged in its middle is given up at once", async () => {
  const { shown, calls, playback } = player(async () => ({ url: "link" }));
  await playback.play();
  runs(playback);
  await playback.failed(at(12, DECODE));
  assert.deepEqual([calls.asked, calls.forgotten, shown.at(-1)?.trouble], [1, 0, "noPlayback"]);
});

test("what was paused stays so with a new link", async () => {
  const { shown, playback } = player(async () => ({ url: "link" }));
  await playback.play();
  runs(playback);
  await playback.failed(at(61, NETWORK, true));
  assert.equal(shown.at(-1)?.isPaused, true);
  runs(playback);
  await playback.failed(at(80, NETWORK, true));
  assert.equal(shown.at(-1)?.isPaused, true);
  runs(playback);
  await playback.failed(at(99, NETWORK));
  assert.equal(shown.at(-1)?.isPaused, false);
});

test("only what the service has no more is gone; everything else is tried again where it stopped", async () => {
  for (const status of [404, 410]) {
    const gone = player(() => Promise.reject(refusal(status)));
    await gone.playback.play();
    assert.equal(gone.shown.at(-1)?.trouble, "gone");
  }
  for (const error of [new TypeError("no network"), refusal(429), refusal(503)]) {
    const { shown, playback } = player((asked) =>
      asked === 2 ? Promise.reject(error) : Promise.resolve({ url: "link" }),
    );
    await playback.play();
    runs(playback);
    await playback.failed(at(61, NETWORK));
    assert.deepEqual([shown.at(-1)?.url, shown.at(-1)?.trouble], [null, "notLoaded"]);
    await playback.play();
    assert.deepEqual([shown.at(-1)?.url, shown.at(-1)?.trouble, shown.at(-1)?.from], ["link", null, 61]);
  }
});
