import assert from "node:assert/strict";
import { providers } from "../../../lib/config/schema_providers.ts";
import type { FormatName } from "../../../lib/domain/request_record.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import {
  authHeaders,
  fixedHeaders,
  forwardedHeaders,
} from "../../../lib/providers/auth_headers.ts";
import { CHAT_FORMATS } from "../../../lib/providers/provider.ts";
import { builtInProvider, customProvider, PROVIDERS } from "../../../lib/providers/registry.ts";

const provider = (id: string) => builtInProvider(id) ?? customProvider(id);
const SECRET = new Secret("k-1");

const table: [provider: string, format: FormatName, header: string][] = [
  ["openai", "openai_chat", "authorization: Bearer k-1"],
  ["openai", "openai_embeddings", "authorization: Bearer k-1"],
  ["anthropic", "anthropic_messages", "x-api-key: k-1"],
  ["anthropic", "openai_chat", "authorization: Bearer k-1"],
  ["google", "gemini", "x-goog-api-key: k-1"],
  ["google", "gemini_embeddings", "x-goog-api-key: k-1"],
  ["google", "openai_chat", "authorization: Bearer k-1"],
  ["azure", "openai_chat", "api-key: k-1"],
  ["azure", "openai_embeddings", "api-key: k-1"],
  ["deepseek", "anthropic_messages", "x-api-key: k-1"],
  ["moonshot", "anthropic_messages", "authorization: Bearer k-1"],
  ["lab", "anthropic_messages", "x-api-key: k-1"],
];
for (const [id, format, header] of table) {
  Deno.test(`authHeaders of ${id} in ${format}: ${header.split(" ")[0]}`, () => {
    const headers = authHeaders(provider(id), format, SECRET);

    assert.deepEqual(headers.map((pair) => pair.join(": ")), [header]);
    assert.deepEqual(authHeaders(provider(id), format, null), []);
  });
}

Deno.test("authHeaders use no header that the configuration might set instead", () => {
  for (const one of PROVIDERS) {
    for (const format of CHAT_FORMATS) {
      const headers = Object.fromEntries(authHeaders(one, format, SECRET));
      assert.equal(providers.safeParse({ [one.id]: { headers } }).success, false, one.id);
    }
  }
});

Deno.test("fixedHeaders name Anthropic's version wherever its format is spoken", () => {
  for (const id of ["anthropic", "deepseek", "lab"]) {
    assert.deepEqual(fixedHeaders(provider(id), "anthropic_messages"), [
      ["anthropic-version", "2023-06-01"],
    ]);
    assert.deepEqual(fixedHeaders(provider(id), "openai_chat"), []);
  }
});

Deno.test("forwardedHeaders let a caller choose betas but no account", () => {
  assert.deepEqual(forwardedHeaders(provider("anthropic"), "anthropic_messages"), [
    "anthropic-version",
    "anthropic-beta",
  ]);
  assert.deepEqual(forwardedHeaders(provider("openrouter"), "openai_chat"), [
    "http-referer",
    "x-title",
  ]);
  assert.deepEqual(forwardedHeaders(provider("openai"), "openai_responses"), []);
});
