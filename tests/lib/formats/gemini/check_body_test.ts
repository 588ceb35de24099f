import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { checkBody } from "../../../../lib/formats/gemini/check_body.ts";

const CONTENTS = [{ parts: [{ text: "hi" }] }];

for (
  const body of [
    { contents: CONTENTS },
    { contents: CONTENTS[0], system_instruction: "x", generation_config: { topK: 1 } },
    { contents: CONTENTS, systemInstruction: { parts: [] }, tools: [{ newTool: {} }], unknown: 1 },
  ]
) {
  Deno.test(`checkBody takes ${JSON.stringify(Object.keys(body))}`, () => {
    checkBody(body);
  });
}

for (
  const [body, param] of [
    [{}, "contents"],
    [{ contents: [] }, "contents"],
    [{ contents: ["hi"] }, "contents[0]"],
    [{ contents: CONTENTS, tools: ["x"] }, "tools[0]"],
    [{ contents: CONTENTS, generation_config: [] }, "generationConfig"],
    [{ contents: CONTENTS, systemInstruction: 7 }, "systemInstruction"],
  ] as const
) {
  Deno.test(`checkBody refuses ${JSON.stringify(body)}`, () => {
    assert.throws(
      () => checkBody(body),
      (error) => error instanceof FlowError && error.param === param,
    );
  });
}
