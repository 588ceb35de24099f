import assert from "node:assert/strict";
import { measuresOf } from "../../../lib/admin/measures.ts";
import { measures } from "../../../routes/api/measures_shape.ts";

Deno.test("measures describes exactly what statistics tell", () => {
  const told = measuresOf(undefined);

  assert.deepEqual(measures.parse(told), told);
});
