import assert from "node:assert/strict";
import { type ListedModel, readPage } from "../../../lib/admin/model_page.ts";

const model = (modelId: string, more: Partial<ListedModel> = {}): ListedModel => ({
  modelId,
  displayName: null,
  ownedBy: null,
  created: null,
  contextWindow: null,
  maxOutputTokens: null,
  capabilities: null,
  ...more,
});

Deno.test("readPage reads OpenAI's shape", () => {
  const json = {
    object: "list",
    data: [{ id: "a", object: "model", created: 1_700_000_000, owned_by: "acme" }],
  };

  assert.deepEqual(readPage(json, ""), {
    models: [model("a", { ownedBy: "acme", created: 1_700_000_000 })],
    next: null,
  });
});

Deno.test("readPage reads Anthropic's shape, times and cursor", () => {
  const json = {
    data: [
      { type: "model", id: "a", display_name: "A", created_at: "2023-11-14T22:13:20Z" },
      { type: "model", id: "b", display_name: "B", created_at: "1970-01-01T00:00:00Z" },
    ],
    has_more: true,
    first_id: "a",
    last_id: "b",
  };

  assert.deepEqual(readPage(json, ""), {
    models: [
      model("a", { displayName: "A", created: 1_700_000_000 }),
      model("b", { displayName: "B" }),
    ],
    next: "b",
  });
  assert.equal(readPage({ ...json, has_more: false }, "")?.next, null);
});

Deno.test("readPage reads Gemini's shape and takes the kind of resource off the names", () => {
  const json = {
    models: [{ name: "models/a", displayName: "A" }, { name: "tunedModels/b" }],
    nextPageToken: "t",
  };

  assert.deepEqual(readPage(json, "models/"), {
    models: [model("a", { displayName: "A" }), model("tunedModels/b")],
    next: "t",
  });
  assert.equal(readPage(json, "")?.models[0]?.modelId, "models/a");
  assert.equal(readPage({ ...json, nextPageToken: "" }, "")?.next, null);
});

Deno.test("readPage leaves out what has no usable name and takes bare lists", () => {
  const odd = [
    { name: "b", owned_by: 7, created: "yesterday", created_at: "tomorrow" },
    { id: "", name: "c" },
    { id: "models/" },
    { id: 4 },
    { id: "  " },
    { id: "x\u001b[31m" },
    { id: "y".repeat(257) },
    "text",
    null,
  ];

  assert.deepEqual(readPage(odd, "models/"), { models: [model("b"), model("c")], next: null });
});

Deno.test("readPage takes nothing else for a list", () => {
  for (const json of [null, 1, "models", {}, { data: 3 }, { models: { a: 1 } }]) {
    assert.equal(readPage(json, ""), null, JSON.stringify(json));
  }
});

Deno.test("readPage tells limits and capabilities where the list does", () => {
  const json = { data: [{ id: "a", context_window: 8192, capabilities: { vision: true } }] };

  assert.deepEqual(readPage(json, "")?.models, [
    model("a", { contextWindow: 8192, capabilities: ["vision"] }),
  ]);
});
