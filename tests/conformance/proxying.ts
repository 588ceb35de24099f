/** What passes between caller and provider. */
import assert from "node:assert/strict";
import { dataOf, errorEventOf, errorOf } from "../support/answer_shape.ts";
import { CHAT, chatBody, check, type CheckGroup, get, post } from "./check.ts";
import { rawRequest } from "../support/raw_client.ts";
import { inTime } from "../support/wait_until.ts";

/** Bare name → who has it. */
const FAMILIES = [
  ["gpt-4o", "openai"],
  ["o3-mini", "openai"],
  ["claude-sonnet-4-5", "anthropic"],
  ["gemini-1.5-pro", "google"],
  ["deepseek-chat", "deepseek"],
  ["qwen-max", "qwen"],
] as const;

/** Scenario → status and code that the provider gives. */
const ERRORS = [
  ["status=400", 400, "invalid_type"],
  ["status=401", 401, "invalid_api_key"],
  ["status=404", 404, "model_not_found"],
  ["status=429,retryAfter=9", 429, "rate_limit_exceeded"],
  ["status=500", 500, null],
  ["status=503,retryAfter=9", 503, "overloaded"],
] as const;

/** Body → the field that is named. */
const INVALID = [
  ['{"messages":[]}', "model"],
  ['{"model":"sim/m"}', "messages"],
  ['{"model":"sim/m","messages":[{}]}', "messages[0].role"],
  ['{"model":"sim/m","messages":[],"n":"two"}', "n"],
  ["{", null],
] as const;

export const PROXYING: CheckGroup = {
  name: "what passes between caller and provider",
  checks: [
    check("an answer reaches the caller byte for byte", ["simulator"], async (s) => {
      const answer = await post(s, CHAT, chatBody("m", { seed: 7 }));
      assert.equal(answer.status, 200);
      const { id } = JSON.parse(answer.text());
      const direct = await rawRequest(`${s.simulator.url}${CHAT}`, {
        body: { ...chatBody("m"), model: "m", seed: 7 },
      });
      const serial = /-\d+$/;
      assert.equal(
        answer.text().replace(id, id.replace(serial, "")),
        direct.text().replace(/("id":"[^"]*?)-\d+"/, '$1"'),
      );
    }),
    check(
      "the body reaches the provider as sent, but for the model's prefix",
      ["simulator"],
      async (s) => {
        const body = chatBody("m", {
          temperature: 0.25,
          max_tokens: 17,
          reasoning_effort: "unheard-of",
          unknown: { a: null },
          stop: null,
        });
        await post(s, CHAT, body);
        const sent = JSON.stringify(body).replace("sim/m", "m");
        assert.equal(s.simulator.requests.at(-1)?.text(), sent);
      },
    ),
    check("a name with more slashes keeps them behind the prefix", ["simulator"], async (s) => {
      await post(s, CHAT, chatBody("Qwen/Qwen3-8B"));
      assert.match(s.simulator.requests.at(-1)?.text() ?? "", /"model":"Qwen\/Qwen3-8B"/);
    }),
    check("a stream is an event stream that ends with [DONE]", ["simulator"], async (s) => {
      const answer = await post(s, CHAT, chatBody("chunks=4", { stream: true }));
      assert.match(answer.header("content-type") ?? "", /^text\/event-stream/);
      const data = dataOf(answer.text());
      assert.equal(data.at(-1), "[DONE]");
      assert.ok(
        data.slice(0, -1).every((one) => JSON.parse(one).object === "chat.completion.chunk"),
      );
    }),
    check("a usage chunk comes only to who asked for it", ["simulator"], async (s) => {
      const quiet = await post(s, CHAT, chatBody("m", { stream: true }));
      const stream_options = { include_usage: true };
      const asked = await post(s, CHAT, chatBody("m", { stream: true, stream_options }));
      assert.ok(!quiet.text().includes('"total_tokens"'));
      assert.ok(asked.text().includes('"total_tokens"'));
    }),
    check(
      "the stored key is used, for answers and streams",
      ["simulator", "providerKey"],
      async (s) => {
        for (const stream of [false, true]) {
          await post(s, CHAT, chatBody("m", { stream }));
          const { authorization } = Object.fromEntries(s.simulator.requests.at(-1)?.headers ?? []);
          assert.equal(authorization, `Bearer ${s.providerKey}`);
        }
      },
    ),
    ...ERRORS.map(([scenario, status, code]) =>
      check(
        `${scenario} keeps its status, code and waiting time, streamed or not`,
        ["simulator"],
        async (s) => {
          for (const stream of [false, true]) {
            const answer = await post(s, CHAT, chatBody(scenario, { stream }));
            assert.equal(answer.status, status);
            assert.equal(errorOf(answer.json()).code, code);
            assert.equal(
              answer.header("retry-after"),
              scenario.includes("retryAfter") ? "9" : null,
            );
          }
        },
      )
    ),
    check(
      "a stream that breaks ends with one error event and no [DONE]",
      ["simulator"],
      async (s) => {
        const answer = await post(s, CHAT, chatBody("chunks=6,fault=reset@3", { stream: true }));
        assert.equal(answer.status, 200);
        assert.equal(errorEventOf(answer).code, "upstream_interrupted");
      },
    ),
    check("a caller that hangs up stops the provider", ["simulator"], async (s) => {
      const coming = s.simulator.nextRequest();
      const headers = s.token === undefined ? {} : { authorization: `Bearer ${s.token}` };
      const body = chatBody("chunks=1000,cadence=10", { stream: true });
      await rawRequest(s.url + CHAT, { headers, body, hangUpAfter: 500 });
      assert.equal(await inTime("the provider is left", (await coming).ended), "aborted");
    }),
    check(
      "embeddings pass through, and their errors keep their status",
      ["simulator"],
      async (s) => {
        const body = { model: "sim/e", input: ["a", "b"], encoding_format: "float", user: "u" };
        const answer = await post(s, "/v1/embeddings", body);
        assert.equal(answer.status, 200);
        assert.equal(JSON.parse(answer.text()).data.length, 2);
        assert.equal(s.simulator.requests.at(-1)?.path, "/v1/embeddings");
        assert.deepEqual(s.simulator.requests.at(-1)?.json(), { ...body, model: "e" });
        const failed = await post(s, "/v1/embeddings", { ...body, model: "sim/status=429" });
        assert.equal(failed.status, 429);
      },
    ),
    check("no field of the body chooses another destination or key", ["simulator"], async (s) => {
      const elsewhere = "http://127.0.0.1:9/v1";
      const extra = {
        api_base: elsewhere,
        base_url: elsewhere,
        api_key: "sk-x",
        extra_headers: { a: "b" },
      };
      const before = s.simulator.requests.length;
      assert.equal((await post(s, CHAT, chatBody("m", extra))).status, 200);
      assert.equal(s.simulator.requests.length, before + 1);
      const { authorization = "" } = Object.fromEntries(s.simulator.requests.at(-1)?.headers ?? []);
      assert.ok(!authorization.includes("sk-x"));
    }),
    ...INVALID.map(([body, param]) =>
      check(
        `the body ${body} is a 400 in OpenAI's shape that names ${param ?? "no field"}`,
        [],
        async (s) => {
          const answer = await post(s, CHAT, body);
          assert.equal(answer.status, 400);
          const error = errorOf(answer.json());
          assert.deepEqual([error.type, error.param], ["invalid_request_error", param]);
        },
      )
    ),
    ...FAMILIES.map(([model, provider]) =>
      check(`the bare name ${model} belongs to ${provider}`, ["families"], async (s) => {
        const answer = await post(s, CHAT, { ...chatBody("m"), model });
        assert.equal(answer.header("x-flow-provider"), provider);
        assert.equal(answer.header("x-flow-model"), model);
      })
    ),
    check("an unknown model is a 404 in OpenAI's shape", [], async (s) => {
      const answer = await post(s, CHAT, { ...chatBody("m"), model: "nobody-has-this" });
      assert.equal(answer.status, 404);
      const { code, param } = errorOf(answer.json());
      assert.deepEqual([code, param], ["model_not_found", "model"]);
    }),
    check("unknown paths under /v1 are a JSON 404 in OpenAI's shape", [], async (s) => {
      for (const path of ["/v1/nothing", "/v1/images/variations", "/v1/"]) {
        const answer = await get(s, path);
        assert.equal(answer.status, 404, path);
        errorOf(answer.json());
      }
    }),
    check("unknown reads under /api are a JSON 404 with detail", [], async (s) => {
      for (const path of ["/api/nothing", "/api/"]) {
        const answer = await get(s, path);
        assert.equal(answer.status, 404, path);
        assert.deepEqual(answer.json(), { detail: "Not Found" });
      }
    }),
    check("the process says that it is alive", [], async (s) => {
      for (const path of ["/health", "/api/health"]) {
        assert.deepEqual((await get(s, path)).json(), { status: "ok" });
      }
    }),
    check("encoded and absolute paths give no file away", [], async (s) => {
      for (
        const path of ["/..%2f..%2fetc%2fpasswd", "/%2e%2e/data.db", "//etc/passwd", "/data.db"]
      ) {
        const answer = await get(s, path);
        assert.equal(answer.status, 404, path);
        assert.ok(!/root:|SQLite/.test(answer.text()), path);
      }
    }),
  ],
};
