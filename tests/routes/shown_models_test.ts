import assert from "node:assert/strict";
import { shownModel, shownModels } from "../../routes/shown_models.ts";
import { ModelScope } from "../../lib/domain/model_scope.ts";
import { flowError } from "../support/flow_error.ts";
import { catalogModel, directoryOf } from "../support/gateway.ts";

const directory = directoryOf({
  models: [
    { ...catalogModel("google", "gemini-x"), displayName: "Gemini X", created: 5, ownedBy: "G" },
    catalogModel("openai", "off", false),
    catalogModel("openai", "on"),
  ],
});

Deno.test("shownModels are the enabled ones, with what the provider says of them", () => {
  const [first, second, ...rest] = shownModels(directory);

  assert.deepEqual(first, {
    id: "google/gemini-x",
    displayName: "Gemini X",
    ownedBy: "G",
    createdS: 5,
    isEnabled: true,
  });
  assert.deepEqual(second, {
    id: "openai/on",
    displayName: "on",
    ownedBy: "openai",
    createdS: 0,
    isEnabled: true,
  });
  assert.deepEqual(rest, []);
});

Deno.test("shownModels are examples while the catalog is empty", () => {
  const models = shownModels(directoryOf());

  assert.equal(models.length, 4);
  assert.ok(models.every(({ isEnabled, id }) => !isEnabled && !id.includes("/")));
});

Deno.test("shownModel finds by id, with and without the provider, what is shown", () => {
  assert.equal(shownModel(directory, "openai/on").id, "openai/on");
  assert.equal(shownModel(directory, "gemini-x").id, "google/gemini-x");
  for (const id of ["off", "openai/off", "o", ""]) {
    assert.throws(() => shownModel(directory, id), flowError("model_not_found"));
  }
});

Deno.test("shownModels begin with the names that ask the smart router to choose", () => {
  const ids = shownModels(directory, ["auto", "auto:cheap"]).map(({ id }) => id);

  assert.deepEqual(ids.slice(0, 3), ["auto", "auto:cheap", shownModels(directory)[0]?.id]);
  assert.equal(shownModel(directory, "auto", ["auto"]).ownedBy, "flow-llm-router");
});

Deno.test("shownModels leave out what its provider no longer lists", () => {
  const models = [
    { ...catalogModel("openai", "gone"), missingSinceMs: 1 },
    catalogModel("openai", "b"),
  ];

  assert.deepEqual(shownModels(directoryOf({ models })).map(({ id }) => id), ["openai/b"]);
});

Deno.test("shownModels are those that the caller may ask for, with one's own names", () => {
  const aliases = new Map([["fast", "openai/on"], ["pro", "google/gemini-x"], [
    "lost",
    "nobody/x",
  ]]);
  const named = { ...directory, aliases };
  const ids = (scope?: ModelScope) => shownModels(named, [], scope).map(({ id }) => id);

  assert.deepEqual(ids(), ["fast", "pro", "google/gemini-x", "openai/on"]);
  assert.deepEqual(ids(new ModelScope(null, ["openai"])), ["fast", "openai/on"]);
  assert.deepEqual(ids(new ModelScope(["pro"], null)), ["pro"]);
  assert.deepEqual(ids(new ModelScope(["none"], null)), []);
  const outside = () => shownModel(named, "openai/on", [], new ModelScope(["pro"], null));
  assert.throws(outside, flowError("model_not_found"));
});
