import assert from "node:assert/strict";
import manifest from "../../../../tools/train_router/manifest.json" with { type: "json" };
import { WEIGHTS_BASE64 } from "../../../../lib/router/local/weights_data.ts";

const bytes = Uint8Array.fromBase64(WEIGHTS_BASE64);

Deno.test("WEIGHTS_BASE64 holds at most 1 MiB", () => {
  assert.ok(bytes.length <= 1024 * 1024, `${bytes.length} bytes`);
});

Deno.test("WEIGHTS_BASE64 is what the last training wrote, as its manifest says", async () => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();

  assert.deepEqual({ bytes: bytes.length, sha256: hash }, manifest.weights);
});
