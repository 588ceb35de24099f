import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { errorBody, errorEvent } from "../../../../lib/formats/openai_chat/error_body.ts";
import { sseEvents } from "../../../../lib/formats/sse/events.ts";

Deno.test("errorBody has OpenAI's four members", () => {
  const error = new FlowError("model_not_found", `No "such" model`, { param: "model" });

  assert.deepEqual(JSON.parse(errorBody(error)), {
    error: {
      message: `No "such" model`,
      type: "invalid_request_error",
      param: "model",
      code: "model_not_found",
    },
  });
});

Deno.test("errorBody says null where no field is at fault, and nothing of the cause", () => {
  const error = new FlowError("internal", "Failed.", { cause: new Error("sk-secret") });

  assert.equal(
    errorBody(error),
    `{"error":{"message":"Failed.","type":"api_error","param":null,"code":"internal"}}`,
  );
});

Deno.test("errorEvent stands alone even behind half an event", () => {
  const error = new FlowError("upstream_interrupted", "Line one.\nLine two.");

  const events = [...sseEvents(`data: {"choices":[{"del` + errorEvent(error))];

  assert.equal(events.length, 2);
  assert.equal(JSON.parse(events[1]!.data).error.message, "Line one.\nLine two.");
});
