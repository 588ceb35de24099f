import assert from "node:assert/strict";
import { StreamedAudio } from "../../../../lib/formats/openai_chat/stream_audio.ts";

Deno.test("StreamedAudio joins sound and transcript, and keeps id and end of life", () => {
  const audio = new StreamedAudio();
  audio.push({ id: "au_1", transcript: "Hel" });
  audio.push({ data: btoa("a") });
  audio.push({ data: btoa("b"), transcript: "lo" });
  audio.push({ expires_at: 9 });
  audio.push(null);

  assert.deepEqual(audio.part, {
    type: "audio",
    source: { kind: "base64", mediaType: "application/octet-stream", data: btoa("ab") },
    transcript: "Hello",
    id: "au_1",
    expiresAt: 9,
  });
});

Deno.test("StreamedAudio has no part when no sound came", () => {
  assert.equal(new StreamedAudio().part, null);
});
