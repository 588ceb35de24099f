import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { readMark, writeMark } from "../../../../lib/formats/anthropic_messages/cache_mark.ts";

for (
  const mark of [{ type: "ephemeral" }, { type: "ephemeral", ttl: "1h" }]
) {
  Deno.test(`readMark and writeMark agree on ${JSON.stringify(mark)}`, () => {
    const { cache } = readMark({ cache_control: mark }, "");

    assert.deepEqual(writeMark(cache), { cache_control: mark });
  });
}

Deno.test("readMark takes five minutes for granted, and null for nothing", () => {
  assert.deepEqual(readMark({ cache_control: { type: "ephemeral", ttl: "5m" } }, "").cache, {
    ttl: "5m",
  });
  assert.deepEqual(readMark({ cache_control: null }, ""), {});
  assert.deepEqual(writeMark(undefined), {});
});

Deno.test("readMark keeps the whole of a mark that says more", () => {
  const mark = { type: "ephemeral", scope: "global" };

  assert.deepEqual(readMark({ cache_control: mark }, "").rest, { cache_control: mark });
});

for (
  const [param, mark] of [["a.cache_control.type", {}], ["a.cache_control.ttl", {
    type: "ephemeral",
    ttl: "2d",
  }]] as const
) {
  Deno.test(`readMark names ${param}`, () => {
    assert.throws(
      () => readMark({ cache_control: mark }, "a"),
      (error) => error instanceof FlowError && error.param === param,
    );
  });
}
