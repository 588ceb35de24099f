/** OpenAI's SDK for Python, unmodified: `python/openai_matrix.py` and the rows that it leaves. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { AIMOCK_ANSWERS, startAimock, WITH_AIMOCK } from "../support/aimock.ts";
import { startGatewayProcess } from "../support/gateway_process.ts";
import { assertRow } from "../support/log_rows.ts";
import { PYTHON } from "../support/python.ts";

const SCRIPT = fileURLToPath(new URL("python/openai_matrix.py", import.meta.url));

/** What the script says of each scenario. */
const EXPECTED = {
  chat: { text: AIMOCK_ANSWERS.hello, total: 12 },
  stream: { text: AIMOCK_ANSWERS.hello, usage_chunks: 0 },
  stream_helper: { starts: "né😀語 ", completion: 40 },
  tools: { asked: { city: "Oslo" }, text: AIMOCK_ANSWERS.sunny },
  structured: { answer: 42 },
  embeddings: { same: true, sizes: [8, 3] },
  completions: { characters: 40 },
  models: { listed: true, one: "gpt-4o-mini" },
  errors: {
    "400": ["BadRequestError", "9"],
    "401": ["AuthenticationError", "9"],
    "403": ["PermissionDeniedError", "9"],
    "404": ["NotFoundError", "9"],
    "409": ["ConflictError", "9"],
    "422": ["UnprocessableEntityError", "9"],
    "429": ["RateLimitError", "9"],
    "500": ["InternalServerError", "9"],
    "503": ["InternalServerError", "9"],
    "529": ["InternalServerError", "9"],
    own: ["model_not_found", "model", "invalid_request_error"],
  },
  broken: { seen: 3, code: "upstream_interrupted" },
  abort: {},
};

/** Outcomes of the rows, in order: the requests of each scenario that asks a provider. */
const OUTCOMES = [
  ...Array.from({ length: 10 }, () => "complete"),
  ...Array.from({ length: 10 }, () => "failed"),
  "refused",
  "failed",
  "caller_gone",
];

Deno.test({
  ...WITH_AIMOCK,
  name: "the Python SDK gets what it asks for, from aimock and from the simulator",
  ignore: PYTHON === null,
  async fn() {
    await using simulator = await startSimulator();
    await using mock = await startAimock();
    await using gateway = await startGatewayProcess({
      config: {
        providers: { sim: { base_url: simulator.baseUrl }, mock: { base_url: mock.baseUrl } },
      },
    });

    const { code, stdout, stderr } = await new Deno.Command(PYTHON ?? "", {
      args: [SCRIPT, gateway.baseUrl],
      stdin: "null",
    }).output();

    assert.equal(code, 0, new TextDecoder().decode(stderr));
    assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), EXPECTED);
    assert.equal(await simulator.requests.at(-1)?.ended, "aborted");
    const rows = await gateway.log.take(OUTCOMES.length);
    assert.deepEqual(rows.map((row) => row.outcome), OUTCOMES);
    assertRow(rows[0] ?? {}, { prompt_tokens: 9, completion_tokens: 3, finish_reason: "stop" });
    assertRow(rows[1] ?? {}, { prompt_tokens: 9, completion_tokens: 3, stream: 1 });
    assertRow(rows.at(-2) ?? {}, { error_code: "upstream_interrupted", completion_tokens: 3 });
    assert.ok(Number(rows.at(-1)?.completion_tokens) >= 3);
    await gateway.stop();
  },
});
