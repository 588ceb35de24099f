/** What a request leaves in the log. */
import assert from "node:assert/strict";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { CHAT, chatBody, check, type CheckGroup, post } from "./check.ts";

/** Texts that must not be found in the log. */
const SECRETS = [
  "sk-Abcdefghij0123456789KLMNOP",
  "sk-proj-Ab-cd_ef-0123456789-ghij-KLMNOP",
  "sk-or-v1-0123456789abcdef0123456789abcdef",
  "fgt_AbcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ",
  "tvly-Abcdefghij0123456789KLMNOP",
  "ghp_Abcdefghij0123456789KLMNOPQRSTUVWXYZ12",
];

const id = (answer: RawAnswer): string | null => answer.header("x-request-id");

export const LOGGING: CheckGroup = {
  name: "what a request leaves in the log",
  checks: [
    check("a success, with its model and tokens", ["simulator", "row"], async (s) => {
      const row = await s.row(id(await post(s, CHAT, chatBody("chunks=5,promptTokens=11"))));
      assert.equal(row.model_requested, "sim/chunks=5,promptTokens=11");
      assert.deepEqual(
        [row.outcome, row.prompt_tokens, row.completion_tokens, row.total_tokens, row.stream],
        ["complete", 11, 5, 16, 0],
      );
      assert.deepEqual([row.complexity_tier, row.complexity_score], [null, null]);
    }),
    check(
      "a stream, with the tokens that only the gateway asked for",
      ["simulator", "row"],
      async (s) => {
        const body = chatBody("chunks=5,promptTokens=11", { stream: true });
        const row = await s.row(id(await post(s, CHAT, body)));
        assert.deepEqual([row.outcome, row.stream, row.total_tokens], ["complete", 1, 16]);
      },
    ),
    check("a failure, with its message", ["simulator", "row"], async (s) => {
      const row = await s.row(id(await post(s, CHAT, chatBody("status=429"))));
      assert.deepEqual([row.outcome, row.http_status], ["failed", 429]);
      assert.match(row.error_message ?? "", /Rate limit reached/);
    }),
    check("embeddings, with their usage", ["simulator", "row"], async (s) => {
      const row = await s.row(
        id(await post(s, "/v1/embeddings", { model: "sim/e", input: "a b c" })),
      );
      assert.deepEqual([row.endpoint, row.outcome], ["/v1/embeddings", "complete"]);
      assert.ok((row.prompt_tokens ?? 0) > 0);
    }),
    check(
      "a cost where the price is known, none where it is not",
      ["families", "row"],
      async (s) => {
        const known = await post(s, CHAT, { ...chatBody("m"), model: "gpt-4o-mini" });
        assert.ok(((await s.row(id(known))).cost_nano_usd ?? 0) > 0);
        assert.match(known.header("x-flow-cost-usd") ?? "", /^0\.0/);
        const unknown = await post(s, CHAT, chatBody("m"));
        assert.equal((await s.row(id(unknown))).cost_nano_usd, null);
        assert.equal(unknown.header("x-flow-cost-usd"), null);
      },
    ),
    ...[["x_session_id", "x_user_tag"], ["session_id", "user_tag"]].map((
      [session = "", tag = ""],
    ) =>
      check(`${session} and ${tag}, which no provider sees`, ["simulator", "row"], async (s) => {
        const row = await s.row(
          id(await post(s, CHAT, chatBody("m", { [session]: "s-1", [tag]: "t-1" }))),
        );
        assert.deepEqual([row.session_id, row.user_tag], ["s-1", "t-1"]);
        assert.ok(!s.simulator.requests.at(-1)?.text().includes("s-1"));
      })
    ),
    ...SECRETS.map((secret) =>
      check(`no secret of the kind ${secret.slice(0, 9)}…`, ["simulator", "row"], async (s) => {
        const messages = [{ role: "user", content: `Use ${secret} please` }];
        const row = await s.row(id(await post(s, CHAT, chatBody("m", { messages }))));
        assert.match(row.request_body ?? "", /Use .* please/);
        assert.ok(!JSON.stringify(row).includes(secret));
      })
    ),
    check("a broken stream as failed", ["simulator", "row"], async (s) => {
      const body = chatBody("chunks=6,fault=close@3", { stream: true });
      const row = await s.row(id(await post(s, CHAT, body)));
      assert.deepEqual([row.outcome, row.error_code], ["failed", "upstream_interrupted"]);
    }),
    check("an abandoned stream as such, with the usage so far", ["simulator", "row"], async (s) => {
      const headers = s.token === undefined ? {} : { authorization: `Bearer ${s.token}` };
      const body = chatBody("chunks=1000,cadence=10,usage=every", { stream: true });
      const left = await rawRequest(s.url + CHAT, { headers, body, hangUpAfter: 2000 });
      const row = await s.row(id(left));
      assert.equal(row.outcome, "caller_gone");
      assert.ok((row.completion_tokens ?? 0) > 0);
    }),
  ],
};
