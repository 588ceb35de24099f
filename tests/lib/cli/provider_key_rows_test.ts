import assert from "node:assert/strict";
import { KEY_COLUMNS, keyJson } from "../../../lib/cli/provider_key_rows.ts";
import { tableLines } from "../../../lib/cli/table.ts";

const KEY = {
  id: "0190",
  provider: "openai",
  label: "default",
  masked: "sk-...wxyz",
  baseUrl: null,
  format: "auto" as const,
  weight: 1,
  priority: 0,
  enabled: true,
  createdAtMs: 0,
  updatedAtMs: 1000,
};

Deno.test("keyJson has a stable shape", () => {
  assert.deepEqual(keyJson(KEY), {
    id: "0190",
    provider: "openai",
    label: "default",
    key_masked: "sk-...wxyz",
    base_url: null,
    format: "auto",
    weight: 1,
    priority: 0,
    enabled: true,
    created_at: "1970-01-01T00:00:00.000Z",
    updated_at: "1970-01-01T00:00:01.000Z",
  });
});

Deno.test("KEY_COLUMNS show what tells keys apart", () => {
  const off = { ...KEY, masked: null, enabled: false, baseUrl: "http://[::1]/v1" };
  assert.deepEqual(tableLines(KEY_COLUMNS, [KEY, off]).map((line) => line.split(/ {2,}/)), [
    ["PROVIDER", "LABEL", "KEY", "STATE", "WEIGHT", "PRIORITY", "BASE URL", "ID"],
    ["openai", "default", "sk-...wxyz", "enabled", "1", "0", "0190"],
    ["openai", "default", "none", "disabled", "1", "0", "http://[::1]/v1", "0190"],
  ]);
});
