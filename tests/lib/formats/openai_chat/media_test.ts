import assert from "node:assert/strict";
import fc from "fast-check";
import {
  fileName,
  fileType,
  joinBase64,
  soundFormat,
  soundType,
  sourceOfUrl,
  textOfBase64,
  urlOfSource,
} from "../../../../lib/formats/openai_chat/media.ts";

Deno.test("sourceOfUrl takes the bytes out of a data URL and leaves places as they are", () => {
  assert.deepEqual(sourceOfUrl("data:image/PNG;base64,AAEC"), {
    kind: "base64",
    mediaType: "image/png",
    data: "AAEC",
  });
  assert.deepEqual(sourceOfUrl("https://a.test/x.png"), {
    kind: "url",
    url: "https://a.test/x.png",
    mediaType: null,
  });
  assert.equal(sourceOfUrl("data:text/plain,hello").kind, "url");
});

Deno.test("urlOfSource is the inverse of sourceOfUrl, and knows no address of a stored file", () => {
  for (const url of ["data:image/png;base64,AAEC", "https://a.test/x.png"]) {
    assert.equal(urlOfSource(sourceOfUrl(url)), url);
  }
  assert.equal(urlOfSource({ kind: "file_id", id: "f", format: "gemini" }), null);
});

Deno.test("soundType and soundFormat translate OpenAI's names and pass others through", () => {
  for (const format of ["wav", "mp3", "pcm16", "flac"]) {
    assert.equal(soundFormat(soundType(format)), format);
  }
  assert.equal(soundType("mp3"), "audio/mpeg");
  assert.equal(soundFormat("audio/x-aiff;rate=24000"), "aiff");
});

Deno.test("fileType and fileName go by the ending", () => {
  assert.equal(fileType("Report.PDF"), "application/pdf");
  assert.equal(fileType(undefined), "application/octet-stream");
  assert.equal(fileName("application/pdf"), "file.pdf");
  assert.equal(fileName("what/ever"), "file.bin");
});

Deno.test("textOfBase64 reads UTF-8 and nothing else", () => {
  assert.equal(textOfBase64(new TextEncoder().encode("Zoë").toBase64()), "Zoë");
  assert.equal(textOfBase64(Uint8Array.of(0xff, 0xfe).toBase64()), undefined);
  assert.equal(textOfBase64("%"), undefined);
});

Deno.test("joinBase64 gives the bytes of all fragments, padded each or only at the end", () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ maxLength: 7 }), { maxLength: 5 }), (pieces) => {
    const whole = Uint8Array.from(pieces.flatMap((piece) => [...piece]));

    assert.equal(joinBase64(pieces.map((piece) => piece.toBase64())), whole.toBase64());
  }));
});

Deno.test("joinBase64 leaves what is no base64 as it came", () => {
  assert.equal(joinBase64(["a=b", "c%"]), "a=bc%");
});
