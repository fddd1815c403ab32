import assert from "node:assert/strict";
import { test } from "node:test";
import { isComposing } from "./composition.ts";

test("the Enter that confirms a word is the input method's, in whichever order a browser ends the composition", () => {
  assert.equal(isComposing({ isComposing: true, keyCode: 229 }), true);
  assert.equal(isComposing({ isComposing: true, keyCode: 13 }), true);
  assert.equal(isComposing({ isComposing: false, keyCode: 229 }), true, "Safari");
  assert.equal(isComposing({ isComposing: false, keyCode: 13 }), false);
});
