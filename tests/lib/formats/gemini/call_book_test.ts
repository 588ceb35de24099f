import assert from "node:assert/strict";
import { CallBook } from "../../../../lib/formats/gemini/call_book.ts";

Deno.test("CallBook numbers calls without ids and matches results by name and order", () => {
  const calls = new CallBook();
  const ids = ["look", "find", "look"].map((name) => calls.add(undefined, name));

  assert.equal(new Set(ids).size, 3);
  assert.equal(calls.answer(undefined, "look"), ids[0]);
  assert.equal(calls.answer(undefined, "look"), ids[2]);
  assert.equal(calls.answer("its-own", "find"), ids[1]);
});

Deno.test("CallBook keeps given ids, without the name that Gemini CLI puts before them", () => {
  const calls = new CallBook();

  assert.equal(calls.add("look__toolu_1", "look"), "toolu_1");
  assert.equal(calls.answer("look__toolu_1", "look"), "toolu_1");
  assert.equal(calls.add("look__", "look"), "look__");
});

Deno.test("CallBook does not number a call with an id that was given to another", () => {
  const calls = new CallBook();
  calls.add("call_0", "look");

  assert.equal(calls.add(undefined, "look"), "call_1");
});

Deno.test("CallBook gives results of unknown calls their own id, else a new one", () => {
  const calls = new CallBook();

  assert.equal(calls.answer("x", "look"), "x");
  assert.equal(calls.answer(undefined, "look"), "call_0");
});
