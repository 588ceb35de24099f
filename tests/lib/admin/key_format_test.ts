import assert from "node:assert/strict";
import { checkFormat, FORMAT_CHOICES, formatOfKey } from "../../../lib/admin/key_format.ts";
import type { StoredProviderKey } from "../../../lib/store/provider_keys.ts";
import { flowError } from "../../support/flow_error.ts";

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

Deno.test("checkFormat takes each choice in any letter case and nothing else", () => {
  for (const choice of FORMAT_CHOICES) {
    assert.equal(checkFormat(` ${choice.toUpperCase()}`), choice);
  }
  assert.throws(
    () => checkFormat("openai"),
    flowError("invalid_request", /"openai".* one of auto, openai_chat, .*gemini\.$/),
  );
});

Deno.test("formatOfKey says what was stored, and nothing for what it does not know", () => {
  assert.equal(formatOfKey(stored({ format: "gemini" })), "gemini");
  assert.equal(formatOfKey(stored({ format: "telex" })), null);
  assert.equal(formatOfKey(stored({})), null);
  assert.equal(formatOfKey(stored(null)), null);
});
