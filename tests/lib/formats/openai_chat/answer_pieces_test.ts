import assert from "node:assert/strict";
import {
  annotationsOf,
  audioEntry,
  callProof,
  imageEntry,
  tellUnshown,
  textProof,
  wantsFunctionCall,
} from "../../../../lib/formats/openai_chat/answer_pieces.ts";
import { Losses } from "../../../../lib/formats/openai_chat/losses.ts";
import { unpackCarrier } from "../../../../lib/formats/carrier.ts";
import { answerContext } from "../../../support/chat_format.ts";

const gemini = { format: "gemini", value: { thoughtSignature: "s" } } as const;
const responses = { format: "openai_responses", value: { id: "fc_1" } } as const;

Deno.test("wantsFunctionCall knows callers of the older kind", () => {
  assert.equal(wantsFunctionCall(answerContext({ functions: [{ name: "f" }] })), true);
  assert.equal(wantsFunctionCall(answerContext({ functions: [{ name: "f" }], tools: [] })), false);
  assert.equal(wantsFunctionCall(answerContext()), false);
});

Deno.test("callProof stands beside the call when it is Gemini's, else in a carrier", () => {
  assert.deepEqual(callProof("a", gemini), {
    beside: { extra_content: { google: { thought_signature: "s" } } },
    details: [],
  });
  const { details } = callProof("a", responses);
  assert.deepEqual(unpackCarrier(String(details[0]?.data)), { proof: responses, callId: "a" });
  assert.deepEqual(callProof("a", undefined), { beside: {}, details: [] });
});

Deno.test("textProof is Gemini's or lost with a warning", () => {
  const losses = new Losses();

  assert.deepEqual(textProof(gemini, losses), {
    extra_content: { google: { thought_signature: "s" } },
  });
  assert.deepEqual([textProof(undefined, losses), losses.warnings], [{}, []]);
  assert.deepEqual([textProof(responses, losses), losses.warnings.length], [{}, 1]);
});

Deno.test("annotationsOf warns of a source without an address", () => {
  const losses = new Losses();
  const citation = {
    url: null,
    title: "A book",
    citedText: "…",
    start: null,
    end: null,
    raw: { format: "anthropic_messages" as const, fields: {} },
  };

  assert.deepEqual(annotationsOf([citation], { offset: 0, length: 1 }, losses), []);
  assert.equal(losses.warnings.length, 1);
});

Deno.test("imageEntry shows what has an address, with its proof", () => {
  const source = { kind: "base64", mediaType: "image/png", data: "AAEC" } as const;

  assert.deepEqual(imageEntry({ type: "image", source, proof: gemini }, 2), {
    type: "image_url",
    image_url: { url: "data:image/png;base64,AAEC" },
    index: 2,
    extra_content: { google: { thought_signature: "s" } },
  });
  const stored = { kind: "file_id", id: "f", format: "gemini" } as const;
  assert.equal(imageEntry({ type: "image", source: stored }, 0), null);
});

Deno.test("audioEntry makes up an id, and an end of life that is already there", () => {
  const source = { kind: "base64", mediaType: "audio/wav", data: "AAEC" } as const;

  assert.deepEqual(audioEntry({ type: "audio", source }, answerContext()), {
    id: "audio_new-id",
    data: "AAEC",
    transcript: "",
    expires_at: 1_700_000_000,
  });
  const elsewhere = { kind: "url", url: "https://a.test", mediaType: null } as const;
  assert.equal(audioEntry({ type: "audio", source: elsewhere }, answerContext()), null);
});

Deno.test("tellUnshown names what it was", () => {
  const losses = new Losses();

  tellUnshown({ type: "foreign", format: "gemini", value: { type: "executableCode" } }, losses);

  assert.match(losses.warnings[0]?.message ?? "", /'executableCode'/);
});
