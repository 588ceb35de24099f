import assert from "node:assert/strict";
import fc from "fast-check";
import type { FunctionTool } from "../../../../lib/domain/conversation/request.ts";
import { ToolNames } from "../../../../lib/domain/conversation/tool_names.ts";

const tool = (name: string, namespace?: string): FunctionTool => ({
  type: "function",
  name,
  ...(namespace === undefined ? {} : { namespace }),
});
const namesOf = (...tools: FunctionTool[]) => new ToolNames({ tools, messages: [] });

const cases: [what: string, tool: FunctionTool, flat: RegExp][] = [
  ["keeps a plain name", tool("get_weather"), /^get_weather$/],
  ["joins a namespace", tool("create", "memory"), /^memory__create$/],
  ["joins a namespace that ends in underscores", tool("create", "mcp__m__"), /^mcp__m__create$/],
  ["replaces odd characters", tool("files.read"), /^files_read_[0-9a-f]{8}$/],
  ["shortens a long name", tool("x".repeat(100)), /^x{55}_[0-9a-f]{8}$/],
];
for (const [what, one, flat] of cases) {
  Deno.test(`ToolNames ${what} and knows the way back`, () => {
    const names = namesOf(one);

    const given = names.flat(one.name, one.namespace);

    assert.match(given, flat);
    const { name, namespace } = one;
    assert.deepEqual(names.original(given), {
      name,
      kind: "function",
      ...(namespace === undefined ? {} : { namespace }),
    });
  });
}

Deno.test("ToolNames keeps a plain name that another tool's namespace would produce", () => {
  const names = namesOf(tool("b", "a"), tool("a__b"));

  assert.equal(names.flat("a__b"), "a__b");
  assert.notEqual(names.flat("b", "a"), "a__b");
});

Deno.test("ToolNames knows the calls of a conversation whose tools are gone", () => {
  const names = new ToolNames({
    messages: [{
      role: "assistant",
      parts: [{ type: "tool_call", id: "1", name: "a.b", kind: "function", arguments: "{}" }],
    }],
  });

  assert.equal(names.original(names.flat("a.b"))?.name, "a.b");
});

Deno.test("ToolNames gives every tool its own flat name", () => {
  const anyTool = fc.record({
    name: fc.string({ minLength: 1, maxLength: 80 }),
    namespace: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
  });
  fc.assert(fc.property(fc.array(anyTool, { maxLength: 8 }), (list) => {
    const names = namesOf(...list.map(({ name, namespace }) => tool(name, namespace)));
    for (const { name, namespace } of list) {
      const flat = names.flat(name, namespace);
      assert.match(flat, /^[a-zA-Z0-9_-]{1,64}$/);
      const back = names.original(flat);
      assert.deepEqual([back?.name, back?.namespace], [name, namespace]);
    }
  }));
});
