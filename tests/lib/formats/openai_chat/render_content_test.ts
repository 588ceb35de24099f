import assert from "node:assert/strict";
import type { Part } from "../../../../lib/domain/conversation/parts.ts";
import {
  cacheMember,
  isMedia,
  renderContent,
  renderPart,
} from "../../../../lib/formats/openai_chat/render_content.ts";
import { chatRequest, foreignRequest, refusal, rendering } from "../../../support/chat_format.ts";

const text = (words: string): Part => ({ type: "text", text: words });

Deno.test("renderContent writes texts as one string, an own caller's list as a list", () => {
  const foreign = rendering(foreignRequest());
  const own = rendering(chatRequest({}));

  assert.equal(renderContent([text("a"), text("b")], "\n", foreign), "a\nb");
  assert.deepEqual(renderContent([text("a"), text("b")], "\n", own), [
    { type: "text", text: "a" },
    { type: "text", text: "b" },
  ]);
  assert.equal(renderContent([text("a")], "\n", own), "a");
  assert.equal(renderContent([], "\n", foreign), "");
});

const parts: [what: string, part: Part, written: unknown][] = [
  ["an image by address", {
    type: "image",
    source: { kind: "url", url: "https://a.test/b.png", mediaType: "image/png" },
    detail: "high",
  }, { type: "image_url", image_url: { url: "https://a.test/b.png", detail: "high" } }],
  ["an image in base64", {
    type: "image",
    source: { kind: "base64", mediaType: "image/png", data: "AAEC" },
  }, { type: "image_url", image_url: { url: "data:image/png;base64,AAEC" } }],
  ["sound", {
    type: "audio",
    source: { kind: "base64", mediaType: "audio/wav", data: "AAEC" },
  }, { type: "input_audio", input_audio: { data: "AAEC", format: "wav" } }],
  ["a PDF without a name", {
    type: "file",
    source: { kind: "base64", mediaType: "application/pdf", data: "AAEC" },
  }, {
    type: "file",
    file: { filename: "file.pdf", file_data: "data:application/pdf;base64,AAEC" },
  }],
  ["an uploaded file of its own", {
    type: "file",
    source: { kind: "file_id", id: "file-1", format: "openai_chat" },
  }, { type: "file", file: { file_id: "file-1" } }],
  ["a text document as text", {
    type: "file",
    name: "a.txt",
    source: { kind: "base64", mediaType: "text/plain", data: btoa("Hello") },
  }, { type: "text", text: "a.txt:\nHello" }],
  ["a video", {
    type: "file",
    source: { kind: "url", url: "https://a.test/b.mp4", mediaType: "video/mp4" },
  }, { type: "video_url", video_url: { url: "https://a.test/b.mp4" } }],
  ["an image that came as a file", {
    type: "file",
    source: { kind: "base64", mediaType: "image/png", data: "AAEC" },
  }, { type: "image_url", image_url: { url: "data:image/png;base64,AAEC" } }],
  ["its own unknown part", { type: "foreign", format: "openai_chat", value: { type: "x" } }, {
    type: "x",
  }],
];

for (const [what, part, written] of parts) {
  Deno.test(`renderPart writes ${what}`, () => {
    assert.deepEqual(renderPart(part, rendering(foreignRequest())), [written]);
  });
}

Deno.test("renderPart leaves out another format's part and says so", () => {
  const one = rendering(foreignRequest());
  const part: Part = {
    type: "foreign",
    format: "anthropic_messages",
    value: { type: "server_tool_use" },
    at: "messages[1].content[0]",
  };

  assert.deepEqual(renderPart(part, one), []);
  assert.equal(one.losses.warnings[0]?.field, "messages[1].content[0]");
  assert.match(one.losses.warnings[0]?.message ?? "", /server_tool_use/);
});

const impossible: [what: string, part: Part][] = [
  ["a file that another provider keeps", {
    type: "image",
    source: { kind: "file_id", id: "f", format: "anthropic_messages" },
    at: "messages[0].content[1]",
  }],
  ["sound by address", {
    type: "audio",
    source: { kind: "url", url: "https://a.test/b.wav", mediaType: null },
    at: "messages[0].content[1]",
  }],
  ["a document by address", {
    type: "file",
    source: { kind: "url", url: "https://a.test/b.pdf", mediaType: "application/pdf" },
    at: "messages[0].content[1]",
  }],
];

for (const [what, part] of impossible) {
  Deno.test(`renderPart refuses ${what} and names its place`, () => {
    const error = refusal(() => renderPart(part, rendering(foreignRequest())));

    assert.equal(error.param, "messages[0].content[1]");
  });
}

Deno.test("cacheMember writes a mark for those who read it and warns once otherwise", () => {
  const other = rendering(foreignRequest());
  const reads = rendering(foreignRequest(), { cacheControl: true });

  assert.deepEqual(cacheMember({ cache: { ttl: "1h" } }, reads), {
    cache_control: { type: "ephemeral", ttl: "1h" },
  });
  assert.deepEqual(cacheMember({ cache: { ttl: "5m" } }, rendering(chatRequest({}))), {
    cache_control: { type: "ephemeral" },
  });
  assert.deepEqual(cacheMember({ cache: { ttl: "5m" }, at: "system[0]" }, other), {});
  cacheMember({ cache: { ttl: "5m" }, at: "system[1]" }, other);
  assert.deepEqual(other.losses.warnings.map(({ field }) => field), ["system[0].cache_control"]);
});

Deno.test("isMedia tells pictures, sound and files from all else", () => {
  assert.equal(isMedia(text("a")), false);
  assert.equal(
    isMedia({ type: "image", source: { kind: "url", url: "u", mediaType: null } }),
    true,
  );
});
