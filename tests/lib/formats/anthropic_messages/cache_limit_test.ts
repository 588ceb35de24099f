import assert from "node:assert/strict";
import { limitMarks } from "../../../../lib/formats/anthropic_messages/cache_limit.ts";
import { Losses } from "../../../../lib/formats/anthropic_messages/losses.ts";

const marked = (name: string) => ({ name, cache_control: { type: "ephemeral" } });

Deno.test("limitMarks leaves four marks alone", () => {
  const losses = new Losses();
  const body = { tools: ["a", "b", "c", "d"].map(marked), messages: [] };

  assert.equal(limitMarks(body, losses), body);
  assert.deepEqual(losses.list, []);
});

Deno.test("limitMarks keeps the last four of the prompt's order, and says so", () => {
  const losses = new Losses();
  const body = {
    tools: [marked("t1"), marked("t2")],
    system: [marked("s")],
    messages: [{
      role: "user",
      content: [{ ...marked("r"), content: [marked("i")] }, marked("u")],
    }],
  };

  const limited = limitMarks(body, losses);

  const rest = JSON.stringify(limited).split("cache_control").length - 1;
  assert.equal(rest, 4);
  assert.deepEqual(limited.tools, [{ name: "t1" }, { name: "t2" }]);
  assert.deepEqual(losses.list.map(({ field }) => field), ["cache_control"]);
});

Deno.test("limitMarks counts the mark on the whole request", () => {
  const body = {
    cache_control: { type: "ephemeral" },
    messages: [{ content: ["a", "b", "c", "d"].map(marked) }],
  };

  const limited = limitMarks(body, new Losses());

  assert.equal(JSON.stringify(limited).split("cache_control").length - 1, 4);
  assert.ok("cache_control" in limited && !("system" in limited));
});
