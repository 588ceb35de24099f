import assert from "node:assert/strict";
import { FORMAT_CHOICES, formatOfKey } from "../../../lib/admin/key_format.ts";
import type { StoredProviderKey } from "../../../lib/store/provider_keys.ts";
import { CHAT_FORMATS } from "../../../lib/providers/provider.ts";

function stored(extraConfig: Record<string, unknown> | null): StoredProviderKey {
  return {
    id: "k",
    provider: "lab",
    label: "default",
    sealedKey: null,
    keyPrefix: "",
    keySuffix: "",
    baseUrl: null,
    extraConfig,
    weight: 1,
    priority: 0,
    enabled: true,
    createdAtMs: 0,
    updatedAtMs: 0,
  };
}

Deno.test("FORMAT_CHOICES are auto and each format of conversations", () => {
  assert.deepEqual(FORMAT_CHOICES, ["auto", ...CHAT_FORMATS]);
});

Deno.test("formatOfKey says what was stored, and nothing for what it does not know", () => {
  assert.equal(formatOfKey(stored({ format: "gemini" })), "gemini");
  assert.equal(formatOfKey(stored({ format: "telex" })), null);
  assert.equal(formatOfKey(stored({})), null);
  assert.equal(formatOfKey(stored(null)), null);
});
