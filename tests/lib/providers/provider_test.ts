import assert from "node:assert/strict";
import { CHAT_FORMATS } from "../../../lib/providers/provider.ts";
import { dialectOf } from "../../../lib/formats/dialects.ts";

Deno.test("CHAT_FORMATS are exactly those that can be translated", () => {
  for (const format of CHAT_FORMATS) assert.notEqual(dialectOf(format).codec, null, format);
  assert.equal(CHAT_FORMATS.length, 4);
});
