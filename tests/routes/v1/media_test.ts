import assert from "node:assert/strict";
import { Hono } from "hono";
import type { AppEnv } from "../../../routes/env.ts";
import { MEDIA_ENDPOINTS, passOn } from "../../../routes/v1/media.ts";
import { type FixtureOptions, type GatewayFixture, gatewayFixture } from "../../support/gateway.ts";

function fixtureOf(provider?: FixtureOptions["provider"]): GatewayFixture {
  return gatewayFixture(provider === undefined ? {} : { provider });
}

function post({ gateway }: GatewayFixture, path: string, body: object | FormData) {
  const app = new Hono<AppEnv>();
  for (const endpoint of MEDIA_ENDPOINTS) app.post(endpoint.path, passOn(gateway, endpoint));
  const isForm = body instanceof FormData;
  return app.request(path, {
    method: "POST",
    body: isForm ? body : JSON.stringify(body),
    ...(isForm ? {} : { headers: { "content-type": "application/json" } }),
  });
}

function formOf(fields: Record<string, string>, file: Uint8Array<ArrayBuffer> | null = null) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (file !== null) form.append("file", new Blob([file], { type: "audio/mpeg" }), "a.mp3");
  return form;
}

const SOUND = new Uint8Array([255, 251, 0, 13, 10, 128]);

const json: [path: string, body: object, format: string][] = [
  ["/v1/images/generations", { model: "openai/m", prompt: "x", size: "auto" }, "openai_images"],
  ["/v1/images/edits", { model: "openai/m", prompt: "x", images: [] }, "openai_images"],
  ["/v1/moderations", { model: "openai/m", input: ["x"] }, "openai_moderations"],
  ["/v1/rerank", { model: "openai/m", query: "q", documents: ["d"] }, "rerank"],
];
for (const [path, body, format] of json) {
  Deno.test(`passOn ${path} sends JSON to the provider's own place for it`, async () => {
    using fixture = fixtureOf();

    const response = await post(fixture, path, body);

    assert.equal(response.status, 200);
    assert.equal(fixture.seen[0]?.url, `https://api.openai.com${path}`);
    assert.equal(fixture.seen[0]?.body, JSON.stringify({ ...body, model: "m" }));
    assert.deepEqual([fixture.row().endpoint, fixture.row().format], [path, format]);
  });
}

Deno.test("passOn prices a picture by its tokens", async () => {
  using fixture = fixtureOf(() =>
    Response.json({
      data: [{ b64_json: "AAAA" }],
      usage: { input_tokens: 50, output_tokens: 4160, input_tokens_details: { image_tokens: 0 } },
    })
  );

  const response = await post(fixture, "/v1/images/generations", {
    model: "gpt-image-1",
    prompt: "x",
  });

  // $5 and $40 a million.
  assert.equal(fixture.row().costNanoUsd, 50 * 5000 + 4160 * 40_000);
  assert.equal(response.headers.get("x-flow-cost-usd"), "0.16665");
});

Deno.test("passOn streams pictures, and knows the end of such a stream", async () => {
  const events = [
    { type: "image_generation.partial_image", b64_json: "AA" },
    { type: "image_generation.completed", b64_json: "AAAA", usage: { output_tokens: 7 } },
  ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
  using fixture = fixtureOf(() =>
    new Response(events, { headers: { "content-type": "text/event-stream" } })
  );

  const response = await post(fixture, "/v1/images/generations", {
    model: "gpt-image-1",
    prompt: "x",
    stream: true,
  });

  assert.equal(await response.text(), events);
  const { outcome, completionTokens, ttftMs } = fixture.row();
  assert.deepEqual([outcome, completionTokens, ttftMs !== null], ["complete", 7, true]);
});

Deno.test("passOn hands over sound as it comes, byte for byte, and keeps none of it", async () => {
  using fixture = fixtureOf(() =>
    new Response(SOUND, { headers: { "content-type": "audio/mpeg" } })
  );

  const response = await post(fixture, "/v1/audio/speech", {
    model: "openai/gpt-4o-mini-tts",
    input: "Hi",
    voice: "alloy",
  });

  assert.equal(response.headers.get("content-type"), "audio/mpeg");
  assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [...SOUND]);
  assert.deepEqual([fixture.row().outcome, fixture.row().costNanoUsd], ["complete", null]);
  assert.equal(fixture.rows[0]?.responseBody, null);
});

Deno.test("passOn sends a form on with its own boundary, but for the model's name", async () => {
  let sent: { type: string | null; form: FormData } | null = null;
  using fixture = gatewayFixture({
    fetch: async (input, init) => {
      const request = new Request(input, { ...init, signal: null });
      sent = { type: request.headers.get("content-type"), form: await request.formData() };
      return Response.json({ text: "Hi", usage: { type: "duration", seconds: 60 } });
    },
  });

  const form = formOf({ model: "openai/whisper-1", language: "de" }, SOUND);
  const response = await post(fixture, "/v1/audio/transcriptions", form);

  assert.equal((await response.json()).text, "Hi");
  assert.match(sent!.type ?? "", /^multipart\/form-data; boundary=/);
  assert.deepEqual([sent!.form.get("model"), sent!.form.get("language")], ["whisper-1", "de"]);
  const file = sent!.form.get("file");
  assert.ok(file instanceof File && file.name === "a.mp3" && file.type === "audio/mpeg");
  assert.deepEqual([...await file.bytes()], [...SOUND]);
  // $0.006 a minute.
  assert.deepEqual([fixture.row().costNanoUsd, fixture.row().modelUsed], [6_000_000, "whisper-1"]);
  const kept = JSON.parse(new TextDecoder().decode(fixture.rows[0]?.requestBody ?? undefined));
  assert.deepEqual(kept.file, { filename: "a.mp3", content_type: "audio/mpeg", bytes: 6 });
});

Deno.test("passOn hands over transcriptions as text and subtitles", async () => {
  const subtitles = "1\n00:00:00,000 --> 00:00:01,000\nHi\n";
  using fixture = fixtureOf(() =>
    new Response(subtitles, { headers: { "content-type": "text/plain; charset=utf-8" } })
  );

  const form = formOf({ model: "openai/whisper-1", response_format: "srt" }, SOUND);
  const response = await post(fixture, "/v1/audio/translations", form);

  assert.equal(await response.text(), subtitles);
  assert.equal(fixture.row().outcome, "complete");
  const kept = fixture.rows[0]?.responseBody ?? undefined;
  assert.equal(new TextDecoder().decode(kept), subtitles);
});

Deno.test("passOn takes no web page for an answer", async () => {
  using fixture = fixtureOf(() =>
    new Response("<html>Hello</html>", { headers: { "content-type": "text/html" } })
  );

  const response = await post(fixture, "/v1/audio/speech", { model: "openai/m", input: "Hi" });

  assert.equal(response.status, 502);
  assert.equal((await response.json()).error.code, "upstream_invalid_response");
});

Deno.test("passOn hands over the 404 of a provider that lacks the endpoint", async () => {
  using fixture = fixtureOf(() => Response.json({ error: { message: "Nope." } }, { status: 404 }));

  const response = await post(fixture, "/v1/rerank", {
    model: "openai/m",
    query: "q",
    documents: [],
  });

  assert.equal(response.status, 404);
  assert.equal((await response.json()).error.message, "Nope.");
  assert.equal(response.headers.get("x-flow-error-source"), "provider");
});

Deno.test("passOn moderates without a model as OpenAI does, for nothing", async () => {
  using fixture = fixtureOf(() => Response.json({ model: "omni-moderation-latest", results: [] }));

  const response = await post(fixture, "/v1/moderations", { input: "x" });

  assert.equal(response.status, 200);
  assert.equal(fixture.seen[0]?.body, '{"input":"x"}');
  assert.equal(fixture.row().modelRequested, "omni-moderation-latest");
  assert.equal(fixture.row().costNanoUsd, 0);
});

const refused: [what: string, path: string, body: object | FormData, status: number][] = [
  ["JSON without a model", "/v1/images/generations", { prompt: "x" }, 400],
  ["a form without a model", "/v1/audio/transcriptions", formOf({}, SOUND), 400],
  ["a form where JSON belongs", "/v1/audio/speech", formOf({ model: "openai/m" }), 415],
];
for (const [what, path, body, status] of refused) {
  Deno.test(`passOn refuses ${what}`, async () => {
    using fixture = fixtureOf();

    const response = await post(fixture, path, body);

    assert.equal(response.status, status);
    assert.equal(fixture.seen.length, 0);
    assert.equal(fixture.row().outcome, "refused");
  });
}
