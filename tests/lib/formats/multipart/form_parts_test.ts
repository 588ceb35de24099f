import assert from "node:assert/strict";
import fc from "fast-check";
import { formParts, isFormType } from "../../../../lib/formats/multipart/form_parts.ts";
import { flowError } from "../../../support/flow_error.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const TYPE = "multipart/form-data; boundary=XyZ";

const contents = (body: Uint8Array, type: string) =>
  formParts(body, type).map(({ name, filename, start, end }) => [
    name,
    filename,
    decoder.decode(body.subarray(start, end)),
  ]);

Deno.test("formParts finds what the platform's own form writer wrote, byte for byte", async () => {
  const text = fc.string({ unit: "binary" });
  const file = fc.uint8Array({ maxLength: 200 });
  const entry = fc.tuple(fc.stringMatching(/^[a-z_[\]]{1,12}$/), fc.oneof(text, file));
  await fc.assert(fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: 6 }), async (all) => {
    const form = new FormData();
    for (const [name, value] of all) {
      if (typeof value === "string") form.append(name, value);
      else form.append(name, new Blob([new Uint8Array(value)]), "a b.bin");
    }
    const request = new Request("http://x/", { method: "POST", body: form });
    const type = request.headers.get("content-type") ?? "";
    const body = await request.bytes();

    const found = formParts(body, type);

    assert.deepEqual(found.map(({ name }) => name), all.map(([name]) => name));
    for (const [at, [, value]] of all.entries()) {
      const { filename, start, end } = found[at]!;
      const content = body.subarray(start, end);
      if (typeof value === "string") {
        // Line ends become CRLF on the way (HTML, "multipart/form-data encoding").
        const sent = value.toWellFormed().replace(/\r\n|\r|\n/g, "\r\n");
        assert.deepEqual([filename, decoder.decode(content)], [null, sent]);
      } else {
        assert.deepEqual([filename, [...content]], ["a b.bin", [...value]]);
      }
    }
  }));
});

Deno.test("formParts takes a preamble, quoted boundaries, bare names and padding", () => {
  const body = encoder.encode(
    "before\r\n--X Z  \r\nContent-Disposition: form-data; name=model\r\n\r\nm\r\n" +
      '--X Z\r\ncontent-type: audio/mpeg\r\nContent-Disposition: form-data; name="file"; ' +
      'filename="a.mp3"\r\n\r\n\r\n--X Z--\r\nafter',
  );

  assert.deepEqual(contents(body, 'Multipart/Form-Data; charset=utf-8; boundary="X Z"'), [
    ["model", null, "m"],
    ["file", "a.mp3", ""],
  ]);
  assert.equal(
    formParts(body, 'multipart/form-data; boundary="X Z"')[1]?.contentType,
    "audio/mpeg",
  );
});

Deno.test("formParts of a form without fields is empty", () => {
  assert.deepEqual(formParts(encoder.encode("--XyZ--\r\n"), TYPE), []);
});

Deno.test("formParts refuses a form that is cut off, wherever", () => {
  const whole = '--XyZ\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper\r\n--XyZ--';
  assert.deepEqual(contents(encoder.encode(whole), TYPE), [["model", null, "whisper"]]);

  for (let length = 0; length < whole.length; length++) {
    assert.throws(
      () => formParts(encoder.encode(whole.slice(0, length)), TYPE),
      flowError("invalid_request", /Cannot read the form/),
      `${length} bytes`,
    );
  }
});

Deno.test("formParts refuses a type without a boundary", () => {
  assert.throws(
    () => formParts(new Uint8Array(), "multipart/form-data"),
    flowError("invalid_request", /names no boundary/),
  );
});

Deno.test("isFormType knows forms with files from everything else", () => {
  assert.deepEqual(
    [TYPE, "Multipart/Form-Data;boundary=a", "multipart/mixed", "application/json", null]
      .map(isFormType),
    [true, true, false, false, false],
  );
});
