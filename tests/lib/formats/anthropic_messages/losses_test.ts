import assert from "node:assert/strict";
import { impossible, Losses } from "../../../../lib/formats/anthropic_messages/losses.ts";

Deno.test("Losses says each thing once", () => {
  const losses = new Losses();

  losses.dropped("a", "gone");
  losses.dropped("a", "gone");
  losses.droppedAll("b", "gone");
  losses.adapted("a", "other");

  assert.deepEqual(losses.list, [
    { kind: "dropped", field: "a", message: "gone" },
    { kind: "adapted", field: "a", message: "other" },
  ]);
});

Deno.test("Losses gives Anthropic's own members back and names those of others", () => {
  const losses = new Losses();

  const own = losses.extra({ format: "anthropic_messages", fields: { speed: "fast" } }, undefined);
  const other = losses.extra({ format: "openai_chat", fields: { store: true } }, "messages[0]");

  assert.deepEqual([own, other], [{ speed: "fast" }, {}]);
  assert.deepEqual(losses.list.map(({ field }) => field), ["messages[0].store"]);
});

Deno.test("impossible is an invalid_request that names the field", () => {
  const error = impossible("n", "No.");

  assert.deepEqual([error.code, error.param], ["invalid_request", "n"]);
});
