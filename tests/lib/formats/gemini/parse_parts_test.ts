import assert from "node:assert/strict";
import { FlowError } from "../../../../lib/domain/errors.ts";
import { packCarrier } from "../../../../lib/formats/carrier.ts";
import { CallBook } from "../../../../lib/formats/gemini/call_book.ts";
import { readPart } from "../../../../lib/formats/gemini/parse_parts.ts";

const read = (part: unknown) => readPart(part, "p", new CallBook());
const PROOF = { format: "gemini", value: { thoughtSignature: "c2ln" } } as const;

for (
  const [what, part, expected] of [
    ["text", { text: "hi" }, { type: "text", text: "hi", at: "p" }],
    ["signed text", { text: "hi", thoughtSignature: "c2ln" }, {
      type: "text",
      text: "hi",
      at: "p",
      proof: PROOF,
    }],
    ["a thought", { text: "hm", thought: true }, {
      type: "reasoning",
      text: "hm",
      isSummary: true,
      at: "p",
    }],
    ["an image", { inlineData: { mimeType: "image/png", data: "AA==" } }, {
      type: "image",
      source: { kind: "base64", mediaType: "image/png", data: "AA==" },
      at: "p",
    }],
    ["a file with a name", {
      inlineData: { mimeType: "application/pdf", data: "AA==", displayName: "a.pdf" },
    }, {
      type: "file",
      source: { kind: "base64", mediaType: "application/pdf", data: "AA==" },
      name: "a.pdf",
      at: "p",
    }],
    ["an address", {
      fileData: { mimeType: "video/mp4", fileUri: "gs://b/v" },
      videoMetadata: { fps: 1 },
    }, {
      type: "file",
      source: { kind: "url", url: "gs://b/v", mediaType: "video/mp4" },
      at: "p",
      extra: { format: "gemini", fields: { videoMetadata: { fps: 1 } } },
    }],
    ["a call", { functionCall: { id: "c", name: "f", args: { a: 1 }, willContinue: false } }, {
      type: "tool_call",
      id: "c",
      name: "f",
      kind: "function",
      arguments: '{"a":1}',
      at: "p",
      extra: { format: "gemini", fields: { functionCall: { willContinue: false } } },
    }],
    ["executed code", { executableCode: { code: "1" }, thoughtSignature: "c2ln" }, {
      type: "foreign",
      format: "gemini",
      value: { executableCode: { code: "1" }, thoughtSignature: "c2ln" },
      at: "p",
    }],
  ] as const
) {
  Deno.test(`readPart reads ${what}`, () => {
    assert.deepEqual(read(part), { part: expected, carried: [] });
  });
}

Deno.test("readPart reads a result with its media and an error", () => {
  const { part } = read({
    functionResponse: {
      name: "f",
      response: { error: "no" },
      parts: [{ inlineData: { mimeType: "image/png", data: "AA==" } }],
      scheduling: "SILENT",
    },
  });

  assert.deepEqual(part, {
    type: "tool_result",
    callId: "call_0",
    name: "f",
    kind: "function",
    content: [
      { type: "text", text: "no" },
      {
        type: "image",
        source: { kind: "base64", mediaType: "image/png", data: "AA==" },
        at: "p.functionResponse.parts[0]",
      },
    ],
    isError: true,
    at: "p",
    extra: { format: "gemini", fields: { functionResponse: { scheduling: "SILENT" } } },
  });
});

Deno.test("readPart unpacks what rode on a signature; an empty text was only its bearer", () => {
  const proof = { format: "anthropic_messages", value: { signature: "s" } } as const;
  const thoughtSignature = packCarrier({ reasoning: [{ text: "hm", isSummary: false, proof }] });

  assert.deepEqual(read({ text: "", thoughtSignature }), {
    part: null,
    carried: [{ type: "reasoning", text: "hm", isSummary: false, proof }],
  });
});

for (
  const [what, part, param] of [
    ["a part of no kind", { txet: "hi" }, "p"],
    ["a call without a name", { functionCall: {} }, "p.functionCall.name"],
    ["text that is none", { text: 7 }, "p.text"],
    ["bytes without a type", { inlineData: { data: "" } }, "p.inlineData.mimeType"],
    ["no object", "hi", "p"],
  ] as const
) {
  Deno.test(`readPart refuses ${what}`, () => {
    assert.throws(
      () => read(part),
      (error) => error instanceof FlowError && error.param === param,
    );
  });
}
