import assert from "node:assert/strict";
import { test } from "node:test";
import { contrast, readable } from "./contrast.ts";

test("contrast is as WCAG counts it", () => {
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
  assert.equal(contrast([119, 119, 119], [255, 255, 255]).toFixed(2), "4.48");
});

test("on every accent there is a colour that can be read", () => {
  for (let red = 0; red <= 255; red += 15) {
    for (let green = 0; green <= 255; green += 15) {
      for (let blue = 0; blue <= 255; blue += 15) {
        assert.ok(contrast([red, green, blue], readable([red, green, blue], [200, 200, 200])) >= 4.5);
      }
    }
  }
});

test("a shop's own colour is kept where it can be read", () => {
  assert.deepEqual(readable([122, 31, 61], [255, 240, 245]), [255, 240, 245]);
  assert.deepEqual(readable([255, 255, 0], [255, 255, 255]), [0, 0, 0]);
});
