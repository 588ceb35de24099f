import assert from "node:assert/strict";
import { hasContent } from "../../../../lib/formats/openai_responses/first_content.ts";

Deno.test("hasContent is true for fragments, whole items and the end", () => {
  for (
    const [data, expected] of [
      [{ type: "response.output_text.delta", delta: "H" }, true],
      [{ type: "response.reasoning_summary_text.delta", delta: "H" }, true],
      [{ type: "response.output_item.done", item: {} }, true],
      [{ type: "response.completed" }, true],
      [{ type: "response.output_text.delta", delta: "" }, false],
      [{ type: "response.created" }, false],
      [{ type: "response.output_item.added" }, false],
      [{ type: "response.content_part.added" }, false],
      ["text", false],
      [{}, false],
    ] as const
  ) {
    assert.equal(hasContent(data), expected);
  }
});
