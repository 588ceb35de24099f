import assert from "node:assert/strict";
import { CHAT_FORMATS } from "../../../lib/providers/provider.ts";
import { customProvider } from "../../../lib/providers/registry.ts";
import { apiOf, isChatFormat, STANDARD_APIS } from "../../../lib/providers/standard_apis.ts";

Deno.test("apiOf puts what a provider says over what the format says", () => {
  const provider = {
    ...customProvider("lab"),
    auth: "api-key" as const,
    speaks: { openai_chat: { path: "/talk" }, gemini: { auth: "bearer" as const } },
  };

  assert.deepEqual(apiOf(provider, "openai_chat"), { path: "/talk", auth: "api-key" });
  assert.equal(apiOf(provider, "openai_embeddings").auth, "api-key");
  assert.equal(apiOf(provider, "gemini").auth, "bearer");
  assert.equal(apiOf(provider, "gemini").path, STANDARD_APIS.gemini.path);
  assert.equal(apiOf(provider, "gemini"), apiOf(provider, "gemini"));
  assert.equal(apiOf(customProvider("lab"), "openai_chat").auth, "bearer");
});

Deno.test("isChatFormat tells formats of conversations from others", () => {
  for (const format of CHAT_FORMATS) assert.equal(isChatFormat(format), true);
  for (const format of ["openai_embeddings", "gemini_embeddings", "rerank", "none", ""]) {
    assert.equal(isChatFormat(format), false);
  }
});
