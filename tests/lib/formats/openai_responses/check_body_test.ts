import assert from "node:assert/strict";
import { checkBody } from "../../../../lib/formats/openai_responses/check_body.ts";

Deno.test("checkBody takes what OpenAI takes", () => {
  checkBody({ input: "Hi", temperature: null, store: false, tools: [], tool_choice: "auto" });
  checkBody({ input: [{ role: "user", content: "Hi" }], unheard_of: 7 });
  for (const field of ["prompt", "previous_response_id"]) {
    checkBody({ [field]: field === "prompt" ? { id: "p" } : "resp_1" });
  }
});

Deno.test("checkBody names the field that is wrong", () => {
  for (
    const [body, param] of [
      [{}, "input"],
      [{ input: 7 }, "input"],
      [{ input: [7] }, "input[0]"],
      [{ input: "x", temperature: "hot" }, "temperature"],
      [{ input: "x", max_output_tokens: 1.5 }, "max_output_tokens"],
      [{ input: "x", stream: "yes" }, "stream"],
      [{ input: "x", tools: {} }, "tools"],
      [{ input: "x", tools: ["f"] }, "tools[0]"],
      [{ input: "x", tool_choice: 7 }, "tool_choice"],
      [{ input: "x", previous_response_id: 7 }, "previous_response_id"],
    ] as const
  ) {
    assert.throws(() => checkBody(body), { code: "invalid_request", param });
  }
});
