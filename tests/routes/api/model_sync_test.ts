import assert from "node:assert/strict";
import { startAdminApi } from "../../support/admin_api.ts";
import { fakeOutbound, listOf, UNREACHABLE } from "../../support/outbound.ts";

Deno.test("POST /models/sync asks all providers, and enables what is new when told to", async () => {
  const outbound = fakeOutbound();
  await using api = await startAdminApi({ outbound });
  for (const provider of ["openai", "groq"]) {
    await api.call("POST", "/keys", { provider, api_key: "sk-0123456789abcdef" });
  }
  outbound.answer = ({ url }) => url.host === "api.openai.com" ? UNREACHABLE : listOf("m");

  const { status, body } = await api.call("POST", "/models/sync", { enable_new: true });

  assert.equal(status, 200);
  const shown = body.map((one: { provider: string; synced: number; error: string | null }) => [
    one.provider,
    one.synced,
    one.error,
  ]);
  assert.deepEqual(shown, [["groq", 1, null], ["openai", 0, UNREACHABLE.message]]);
  const { body: models } = await api.call("GET", "/models?enabled=true");
  assert.equal(models.length, 1);
});
