import assert from "node:assert/strict";
import { isFilled, objectsIn, PromptBuilder, textsOf } from "../../../lib/router/prompt.ts";

Deno.test("textsOf reads a text or the parts of the wanted types", () => {
  assert.deepEqual(textsOf("a", []), ["a"]);
  assert.deepEqual(
    textsOf([{ type: "text", text: "a" }, { type: "x", text: "b" }, { type: "text" }], ["text"]),
    ["a"],
  );
  assert.deepEqual(textsOf(7, ["text"]), []);
});

Deno.test("objectsIn and isFilled take what is no list for an empty one", () => {
  assert.deepEqual(objectsIn([{}, null, [], "x"]), [{}]);
  assert.deepEqual(objectsIn({ length: 1 }), []);
  assert.ok(isFilled([0]) && !isFilled([]) && !isFilled("x"));
});

Deno.test("PromptBuilder keeps turns in order and needs nothing of itself", () => {
  const prompt = new PromptBuilder();
  prompt.turn("user", ["a"]);
  prompt.turn("tool", ["b"]);

  const { turns, needs } = prompt.build();

  assert.deepEqual(turns.map(({ speaker }) => speaker), ["user", "tool"]);
  assert.ok(Object.values(needs).every((need) => need === false));
});
