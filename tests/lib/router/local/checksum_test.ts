import assert from "node:assert/strict";
import { crc32 } from "../../../../lib/router/local/checksum.ts";

Deno.test("crc32 has the check value of the standard", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926);
  assert.equal(crc32(new Uint8Array()), 0);
});
