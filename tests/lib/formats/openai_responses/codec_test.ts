import assert from "node:assert/strict";
import fc from "fast-check";
import OpenAI from "openai";
import { accumulate } from "../../../../lib/domain/conversation/accumulate.ts";
import { replay } from "../../../../lib/domain/conversation/replay.ts";
import { openAiResponses as codec } from "../../../../lib/formats/openai_responses/codec.ts";
import { requests, responses } from "./arbitraries.ts";
import { context, parsed, TARGET, told, withoutPlaces } from "./samples.ts";

Deno.test("openAiResponses: a request that is rendered and parsed is the same request", () => {
  fc.assert(fc.property(requests, (request) => {
    const { body, warnings } = codec.renderRequest(request, TARGET);
    const back = codec.parseRequest(JSON.parse(JSON.stringify(body)), {
      model: "m",
      stream: request.stream,
    });

    assert.deepEqual(warnings, []);
    // A namespace gets the description that OpenAI requires, be it empty.
    const plain = JSON.stringify(
      withoutPlaces(back),
      (key, value) => key === "extra" && value?.fields?.namespace !== undefined ? undefined : value,
    );
    assert.deepEqual(JSON.parse(plain), JSON.parse(JSON.stringify(request)));
  }));
});

Deno.test("openAiResponses: an answer that is rendered and parsed is the same answer", () => {
  fc.assert(fc.property(responses, (response) => {
    const { body, warnings } = codec.renderResponse(response, context());

    assert.deepEqual(warnings, []);
    assert.deepEqual(codec.parseResponse(JSON.parse(JSON.stringify(body))), response);
  }));
});

Deno.test("openAiResponses: a stream amounts to the whole answer", () => {
  fc.assert(fc.property(responses, (response) => {
    const events = told(replay(response));
    const whole = codec.renderResponse(response, context()).body;

    assert.deepEqual(events.at(-1)?.response, JSON.parse(JSON.stringify(whole)));
    assert.deepEqual(accumulate(parsed(events)), response);
  }));
});

Deno.test("openAiResponses: OpenAI's own client accumulates what was rendered", async () => {
  await fc.assert(
    fc.asyncProperty(responses, async (response) => {
      const events = told(replay(response));
      const stream = events.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`);
      const client = new OpenAI({
        apiKey: "x",
        fetch: () =>
          Promise.resolve(
            new Response(stream.join(""), { headers: { "content-type": "text/event-stream" } }),
          ),
      });

      const final = await client.responses.stream({ model: "m", input: "Hi" }).finalResponse();

      const kept = JSON.stringify(
        final.output,
        (key, value) => key === "parsed" || key === "parsed_arguments" ? undefined : value,
      );
      const whole: Record<string, unknown> = codec.renderResponse(response, context()).body;
      assert.deepEqual(JSON.parse(kept), JSON.parse(JSON.stringify(whole.output)));
    }),
    { numRuns: 25 },
  );
});

Deno.test("openAiResponses: an error keeps its kind and message on its way through", () => {
  const body = JSON.stringify({
    error: { message: "Too much.", type: "x", code: "context_length_exceeded", param: "input" },
  });

  const error = codec.parseError({ status: 400, headers: new Headers(), body });
  const { status, body: shown } = codec.renderError(error, "req-1");

  assert.equal(error.kind, "context_too_long");
  assert.equal(status, 400);
  assert.deepEqual(shown, {
    error: {
      message: "Too much.",
      type: "invalid_request_error",
      param: "input",
      code: "context_length_exceeded",
    },
  });
});
