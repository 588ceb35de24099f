import assert from "node:assert/strict";
import { z } from "zod";
import { empty, json, operation, raw, success } from "../../../routes/api/operation.ts";

const spec = { method: "get", path: "/a", noun: "A", summary: "Do it", access: "read" } as const;

Deno.test("operation keeps what is declared beside its handler", () => {
  const declared = operation({ ...spec, answer: success(z.array(z.string())) })(() => ({
    success: true,
    data: ["x"],
  }));

  assert.equal(declared.path, "/a");
  assert.equal(declared.answer.status, 200);
  const content = declared.answer.content["application/json"];
  assert.equal(content?.safeParse({ success: true, data: ["x"] }).success, true);
  assert.equal(content?.safeParse({ success: false, data: [] }).success, false);
});

Deno.test("json, empty and raw say status and content", () => {
  assert.equal(json(z.string(), 201).status, 201);
  assert.deepEqual(empty.content, {});
  assert.deepEqual(raw(["text/csv"], "Rows").content, { "text/csv": null });
});
