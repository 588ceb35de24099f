import assert from "node:assert/strict";
import {
  inputItems,
  inputItemsPage,
  referencedIds,
  resolveReferences,
  storedResponseItems,
  withHistory,
} from "../../../../lib/formats/openai_responses/history.ts";

const newId = () => "0-1";
const ITEMS = ["a", "b", "c"].map((id) => ({ type: "message", id }));

Deno.test("inputItems gives every item a type and an id", () => {
  assert.deepEqual(inputItems({ input: "Hi" }, newId), [{
    type: "message",
    role: "user",
    id: "msg_01",
    status: "completed",
    content: [{ type: "input_text", text: "Hi" }],
  }]);
  assert.deepEqual(
    inputItems({
      input: [
        { role: "assistant", content: "So" },
        { type: "function_call_output", call_id: "c", output: "x", id: "fco_7" },
        { type: "web_search_call" },
      ],
    }, newId),
    [
      {
        type: "message",
        role: "assistant",
        id: "msg_01",
        status: "completed",
        content: [{ type: "output_text", text: "So", annotations: [] }],
      },
      { type: "function_call_output", call_id: "c", output: "x", id: "fco_7" },
      { type: "web_search_call", id: "item_01" },
    ],
  );
  assert.deepEqual(inputItems({}, newId), []);
});

Deno.test("withHistory puts earlier items before the new ones", () => {
  const body = { model: "m", previous_response_id: "resp_1", input: "Go on" };

  assert.deepEqual(withHistory(body, ITEMS), {
    model: "m",
    input: [...ITEMS, { type: "message", role: "user", content: "Go on" }],
  });
});

Deno.test("storedResponseItems are the output", () => {
  assert.deepEqual(storedResponseItems({ output: ITEMS }), ITEMS);
  assert.deepEqual(storedResponseItems({}), []);
});

Deno.test("resolveReferences replaces references by their items", () => {
  const body = {
    input: [{ type: "item_reference", id: "a" }, { id: "b" }, { role: "user", content: "x" }],
  };
  const known = new Map(ITEMS.map((item) => [item.id, item]));

  assert.deepEqual(referencedIds(body), ["a", "b"]);
  assert.deepEqual(resolveReferences(body, known).input, [
    ITEMS[0],
    ITEMS[1],
    { role: "user", content: "x" },
  ]);
  const plain = { input: "Hi" };
  assert.equal(resolveReferences(plain, known), plain);
});

Deno.test("resolveReferences names the reference that it cannot find", () => {
  const body = { input: [{ role: "user", content: "x" }, { type: "item_reference", id: "z" }] };

  assert.throws(() => resolveReferences(body, new Map()), {
    code: "invalid_request",
    param: "input[1].id",
  });
});

Deno.test("inputItemsPage pages in OpenAI's shape, the newest first", () => {
  const ids = (query: Parameters<typeof inputItemsPage>[1]) => {
    const { data, has_more } = inputItemsPage(ITEMS, query);
    return [Array.isArray(data) && data.map(({ id }) => id).join(""), has_more];
  };

  assert.deepEqual(ids({}), ["cba", false]);
  assert.deepEqual(ids({ order: "asc", limit: "2" }), ["ab", true]);
  assert.deepEqual(ids({ order: "asc", after: "b" }), ["c", false]);
  assert.deepEqual(inputItemsPage([], {}), {
    object: "list",
    data: [],
    first_id: null,
    last_id: null,
    has_more: false,
  });
});

Deno.test("inputItemsPage shows pictures and encrypted reasoning on demand", () => {
  const items = [
    {
      type: "message",
      id: "a",
      content: [{ type: "input_image", image_url: "data:x" }, { type: "input_text", text: "t" }],
    },
    { type: "reasoning", id: "b", summary: [], encrypted_content: "enc" },
  ];
  const include = "message.input_image.image_url,reasoning.encrypted_content";

  assert.deepEqual(inputItemsPage(items, { order: "asc", include }).data, items);
  assert.deepEqual(inputItemsPage(items, { order: "asc" }).data, [
    {
      type: "message",
      id: "a",
      content: [{ type: "input_image", image_url: null }, { type: "input_text", text: "t" }],
    },
    { type: "reasoning", id: "b", summary: [] },
  ]);
});

Deno.test("inputItemsPage refuses a page that makes no sense", () => {
  for (
    const [query, param] of [
      [{ limit: "0" }, "limit"],
      [{ limit: "many" }, "limit"],
      [{ order: "up" }, "order"],
      [{ after: "z" }, "after"],
    ] as const
  ) {
    assert.throws(() => inputItemsPage(ITEMS, query), { code: "invalid_request", param });
  }
});
