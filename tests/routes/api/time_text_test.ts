import assert from "node:assert/strict";
import { timeText } from "../../../routes/api/time_text.ts";

Deno.test("timeText writes ISO 8601 in UTC and leaves null", () => {
  assert.equal(timeText(1_700_000_000_123), "2023-11-14T22:13:20.123Z");
  assert.equal(timeText(null), null);
});
