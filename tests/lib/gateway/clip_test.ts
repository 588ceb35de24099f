import assert from "node:assert/strict";
import { clip, clipOrNull, clipTags } from "../../../lib/gateway/clip.ts";

Deno.test("clip keeps what is short and the beginning of what is long", () => {
  assert.equal(clip("a".repeat(512)), "a".repeat(512));
  assert.equal(clip("a".repeat(513)), "a".repeat(511) + "…");
});

Deno.test("clip leaves no half of a character behind", () => {
  assert.ok(clip("a".repeat(510) + "😀".repeat(9)).isWellFormed());
});

Deno.test("clipOrNull leaves nothing as it is", () => {
  assert.equal(clipOrNull(null), null);
  assert.equal(clipOrNull(undefined), null);
  assert.equal(clipOrNull(""), "");
});

Deno.test("clipTags keeps 64 tags, names and values clipped", () => {
  const many = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`t${i}`, "v"]));

  assert.deepEqual(Object.keys(clipTags(many)), Object.keys(many).slice(0, 64));
  assert.deepEqual(clipTags({ ["n".repeat(600)]: "v".repeat(600) }), {
    ["n".repeat(511) + "…"]: "v".repeat(511) + "…",
  });
});
