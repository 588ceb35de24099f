import assert from "node:assert/strict";
import { foreignName, Losses } from "../../../../lib/formats/openai_chat/losses.ts";

Deno.test("Losses tells the same message once, for the first field", () => {
  const losses = new Losses();

  losses.dropped("messages[0]", "Gone.");
  losses.dropped("messages[1]", "Gone.");
  losses.adapted("messages[1]", "Gone.");

  assert.deepEqual(losses.warnings.map(({ kind, field }) => [kind, field]), [
    ["dropped", "messages[0]"],
    ["adapted", "messages[1]"],
  ]);
});

Deno.test("Losses.own gives members of its own format back and names each of another", () => {
  const losses = new Losses();

  assert.deepEqual(losses.own({ format: "openai_chat", fields: { min_p: 1 } }), { min_p: 1 });
  assert.deepEqual(losses.own({ format: "gemini", fields: { a: 1, b: 2 } }, "contents[0]"), {});
  assert.deepEqual(losses.own(undefined), {});

  assert.deepEqual(losses.warnings.map(({ field }) => field), ["contents[0].a", "contents[0].b"]);
});

Deno.test("foreignName is a part's type, or its member where it has none", () => {
  assert.equal(foreignName({ type: "server_tool_use" }), "server_tool_use");
  assert.equal(foreignName({ executableCode: {} }), "executableCode");
  assert.equal(foreignName({}), "unknown");
});
