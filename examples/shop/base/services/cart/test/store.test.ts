import assert from "node:assert/strict";
import { test } from "node:test";

import { add, basketOf } from "../src/store";

test("the same product twice is one line", () => {
  add("ada", { sku: "mug", quantity: 1 });
  add("ada", { sku: "mug", quantity: 2 });
  assert.deepEqual(basketOf("ada"), [{ sku: "mug", quantity: 3 }]);
});
