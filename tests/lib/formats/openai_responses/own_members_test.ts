import assert from "node:assert/strict";
import {
  notesOf,
  ownExtra,
  unknownMembers,
} from "../../../../lib/formats/openai_responses/own_members.ts";

Deno.test("ownExtra keeps what says something", () => {
  assert.equal(ownExtra({ a: null, b: undefined }), undefined);
  assert.deepEqual(ownExtra({ a: 0, b: null }), { format: "openai_responses", fields: { a: 0 } });
});

Deno.test("unknownMembers leaves out the known ones", () => {
  assert.deepEqual(unknownMembers({ type: "x", new_one: 1 }, new Set(["type"]))?.fields, {
    new_one: 1,
  });
});

Deno.test("notesOf reads this format's notes only", () => {
  const fields = { id: "msg_1", item: { status: "completed" } };

  assert.deepEqual(notesOf({ bookkeeping: { format: "openai_responses", fields } }), fields);
  assert.deepEqual(notesOf({ bookkeeping: { format: "gemini", fields } }), {});
  assert.deepEqual(notesOf({}), {});
});
