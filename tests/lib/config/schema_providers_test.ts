import assert from "node:assert/strict";
import { FORMAT_CHOICES } from "../../../lib/admin/key_format.ts";
import { FORMATS, providers } from "../../../lib/config/schema_providers.ts";

const base_url = "https://api.example.com/v1";

Deno.test("providers takes own servers with limits and headers", () => {
  const input = {
    "my-server.2": { base_url, header_timeout_ms: 1, idle_timeout_ms: 2, headers: { "x-a": "b" } },
  };
  assert.deepEqual(providers.parse(input), input);
});

Deno.test("providers leaves out what was not set", () => {
  assert.deepEqual(Object.keys(providers.parse({ a: { base_url } })["a"]!), ["base_url"]);
});

Deno.test("providers takes for formats what providers are spoken to in", () => {
  assert.deepEqual([...FORMATS], FORMAT_CHOICES);
  for (const format of FORMATS) assert.ok(providers.safeParse({ a: { format } }).success);
});

Deno.test("providers refuses addresses where clouds hand out credentials, unless allowed", () => {
  for (
    const host of ["169.254.169.254", "[fe80::1]", "metadata.google.internal", "100.100.100.200"]
  ) {
    const base_url = `http://${host}/v1`;
    assert.ok(!providers.safeParse({ a: { base_url } }).success, host);
    assert.ok(!providers.safeParse({ a: { base_url, allow_link_local: false } }).success, host);
    assert.ok(providers.safeParse({ a: { base_url, allow_link_local: true } }).success, host);
  }
});

Deno.test("providers refuses API versions that would change a query", () => {
  for (const api_version of ["", "a&b=c", "a b", "2024#", "x".repeat(33)]) {
    assert.ok(!providers.safeParse({ azure: { api_version } }).success, api_version);
  }
  assert.ok(providers.safeParse({ azure: { api_version: "2025-04-01-preview" } }).success);
});

Deno.test("providers refuses names that could not stand before a model's name", () => {
  for (const name of ["", "A", "a/b", "-a", "a b", "a".repeat(65)]) {
    assert.ok(!providers.safeParse({ [name]: { base_url } }).success, name);
  }
});

Deno.test("providers refuses keys in every disguise and headers of the connection", () => {
  const refused = ["Authorization", "X-API-Key", "api-key", "Cookie", "x-goog-api-key", "Host"];
  for (const name of [...refused, "Transfer-Encoding", "bad name", ""]) {
    assert.ok(!providers.safeParse({ a: { base_url, headers: { [name]: "x" } } }).success, name);
  }
  for (const value of ["a\nb", "é", 5]) {
    assert.ok(!providers.safeParse({ a: { base_url, headers: { "x-a": value } } }).success);
  }
  for (const key of ["api_key", "key", "token"]) {
    assert.ok(!providers.safeParse({ a: { base_url, [key]: "x" } }).success, key);
  }
});
