import assert from "node:assert/strict";
import type { OutputFormat } from "../../../../lib/domain/conversation/request.ts";
import { renderOutput } from "../../../../lib/formats/openai_chat/render_output.ts";
import { chatRequest, foreignRequest, rendering } from "../../../support/chat_format.ts";

const schema = { type: "object", properties: { a: { type: "string" } } };
const shaped: OutputFormat = { type: "json_schema", schema };

Deno.test("renderOutput names a schema that has no name", () => {
  const { members } = renderOutput(rendering(foreignRequest({ output: shaped })));

  assert.deepEqual(members, {
    response_format: { type: "json_schema", json_schema: { name: "answer", schema } },
  });
});

Deno.test("renderOutput tells the schema in words where none is enforced", () => {
  const one = rendering(foreignRequest({ output: shaped }), { noJsonSchema: true });

  const { members, instruction } = renderOutput(one);

  assert.deepEqual(members, { response_format: { type: "json_object" } });
  assert.equal(instruction?.role, "system");
  assert.ok(String(instruction?.content).endsWith(JSON.stringify(schema)));
  assert.deepEqual(one.losses.warnings.map(({ field }) => field), ["output_config.format"]);
});

Deno.test("renderOutput says JSON in a message, without which OpenAI refuses JSON mode", () => {
  const output: OutputFormat = { type: "json" };
  const mentions = foreignRequest({
    output,
    messages: [{ role: "user", parts: [{ type: "text", text: "As json, please" }] }],
  });

  assert.equal(
    renderOutput(rendering(foreignRequest({ output }))).instruction?.content,
    "Answer with JSON.",
  );
  assert.equal(renderOutput(rendering(mentions)).instruction, null);
});

Deno.test("renderOutput writes an own caller's plain text back, and nothing for others", () => {
  const own = chatRequest({ response_format: { type: "text" } });

  assert.deepEqual(renderOutput(rendering(own)).members, { response_format: { type: "text" } });
  assert.deepEqual(
    renderOutput(rendering(foreignRequest({ output: { type: "text" } }))).members,
    {},
  );
  assert.deepEqual(renderOutput(rendering(foreignRequest())).members, {});
});
