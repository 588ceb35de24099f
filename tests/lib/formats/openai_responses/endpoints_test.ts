import assert from "node:assert/strict";
import { readCall } from "../../../../lib/formats/call.ts";
import { RESPONSES } from "../../../../lib/formats/openai_responses/endpoints.ts";

const bytes = (body: unknown) => new TextEncoder().encode(JSON.stringify(body));

Deno.test("RESPONSES reads what the gateway must know of a call", () => {
  const call = readCall(
    bytes({ model: "m", input: "Hi", stream: true, user: "u", previous_response_id: "resp_1" }),
    RESPONSES,
  );

  assert.equal(call.model, "m");
  assert.equal(call.stream, true);
  assert.equal(call.user, "u");
  assert.equal(call.refersTo, "resp_1");
});
