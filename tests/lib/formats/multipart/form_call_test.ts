import assert from "node:assert/strict";
import fc from "fast-check";
import { readForm, rewriteForm } from "../../../../lib/formats/multipart/form_call.ts";
import { IMAGE_EDITS, TRANSCRIPTIONS } from "../../../../lib/formats/openai_media/endpoints.ts";
import { flowError } from "../../../support/flow_error.ts";

type Field = readonly [name: string, value: string | Blob];

/** A form as the platform writes it. */
async function formOf(...fields: readonly Field[]): Promise<{ bytes: Uint8Array; type: string }> {
  const form = new FormData();
  for (const [name, value] of fields) {
    if (typeof value === "string") form.append(name, value);
    else form.append(name, value, "speech.mp3");
  }
  const request = new Request("http://x/", { method: "POST", body: form });
  return { bytes: await request.bytes(), type: request.headers.get("content-type") ?? "" };
}

const SOUND = new Blob([new Uint8Array([0, 255, 13, 10, 45, 45, 128])], { type: "audio/mpeg" });

Deno.test("readForm reads what the gateway needs, and sums the form up for the log", async () => {
  const { bytes, type } = await formOf(
    ["file", SOUND],
    ["model", "openai/whisper-1"],
    ["stream", "true"],
    ["user", "u-1"],
    ["timestamp_granularities[]", "word"],
    ["timestamp_granularities[]", "segment"],
  );

  const call = readForm(bytes, type, TRANSCRIPTIONS);

  assert.deepEqual([call.model, call.stream, call.user], ["openai/whisper-1", true, "u-1"]);
  assert.equal(call.form?.contentType, type);
  assert.deepEqual(call.form?.summary, {
    file: { filename: "speech.mp3", content_type: "audio/mpeg", bytes: 7 },
    model: "openai/whisper-1",
    stream: "true",
    user: "u-1",
    "timestamp_granularities[]": ["word", "segment"],
  });
});

Deno.test("readForm takes no file for the model, and streams only where the endpoint does", async () => {
  const { bytes, type } = await formOf(["model", "m"], ["stream", "false"], ["prompt", "p"]);
  const named = await formOf(["model", SOUND]);

  assert.equal(readForm(bytes, type, IMAGE_EDITS).stream, false);
  assert.throws(
    () => readForm(named.bytes, named.type, TRANSCRIPTIONS),
    flowError("invalid_request", /Missing or empty 'model'/),
  );
});

const refused: [why: string, fields: Field[], param: string][] = [
  ["without a model", [["prompt", "p"]], "model"],
  ["with an empty model", [["model", " "], ["prompt", "p"]], "model"],
  ["with two models", [["model", "a"], ["model", "b"], ["prompt", "p"]], "model"],
  ["without what the endpoint needs", [["model", "a"]], "prompt"],
];
for (const [why, fields, param] of refused) {
  Deno.test(`readForm refuses a form ${why}`, async () => {
    const { bytes, type } = await formOf(...fields);

    assert.throws(() => readForm(bytes, type, IMAGE_EDITS), { code: "invalid_request", param });
  });
}

Deno.test("rewriteForm changes the model's name and no other byte", async () => {
  const text = fc.string({ unit: "grapheme" });
  await fc.assert(fc.asyncProperty(text, fc.uint8Array(), async (prompt, sound) => {
    const file = new Blob([new Uint8Array(sound)]);
    const before = await formOf(["prompt", prompt], ["model", "openai/whisper-1"], ["file", file]);
    const call = readForm(before.bytes, before.type, TRANSCRIPTIONS);

    const after = rewriteForm(call, call.form!, "whisper-1");

    const request = new Request("http://x/", {
      method: "POST",
      headers: { "content-type": before.type },
      body: new Uint8Array(after),
    });
    const form = await request.formData();
    assert.equal(form.get("model"), "whisper-1");
    assert.equal(after.length, before.bytes.length - "openai/".length);
    const back = rewriteForm({ ...readForm(after, before.type, TRANSCRIPTIONS) }, {
      ...call.form!,
      model: readForm(after, before.type, TRANSCRIPTIONS).form!.model,
    }, "openai/whisper-1");
    assert.deepEqual(back, before.bytes);
  }));
});

Deno.test("rewriteForm leaves the very bytes when the name stays", async () => {
  const { bytes, type } = await formOf(["model", "whisper-1"]);
  const call = readForm(bytes, type, TRANSCRIPTIONS);

  assert.equal(rewriteForm(call, call.form!, "whisper-1"), bytes);
});
