/** Statistics and the request log over the admin API. */
import assert from "node:assert/strict";
import { type RawAnswer, rawRequest } from "../support/raw_client.ts";
import { waitUntil } from "../support/wait_until.ts";
import { CHAT, chatBody, check, type CheckGroup, get, post, type Subject } from "./check.ts";

type Admin = Subject & { readonly password: string };
const NEEDS = ["password"] as const;
const WITH_ROWS = ["password", "simulator"] as const;

async function admin(s: Admin, path: string): Promise<RawAnswer> {
  const headers = { "content-type": "application/json" };
  const body = { password: s.password };
  const signedIn = await rawRequest(`${s.url}/api/auth/verify`, { headers, body });
  const { token } = JSON.parse(signedIn.text());
  return await rawRequest(`${s.url}/api${path}`, { headers: { authorization: `Bearer ${token}` } });
}

async function read(s: Admin, path: string) {
  const { status, text } = await admin(s, path).then((a) => ({ status: a.status, text: a.text() }));
  assert.equal(status, 200, text);
  const answer = JSON.parse(text);
  assert.equal(answer.success, true);
  return answer;
}

/** Sends a request and waits until the log shows it. */
async function logged(s: Admin, session: string, model: string) {
  const body = { ...chatBody(model), x_session_id: session, x_user_tag: `tag-${session}` };
  await post(s, CHAT, body);
  let rows: Record<string, unknown>[] = [];
  await waitUntil("the log shows the request", async () => {
    rows = (await read(s, `/logs?session_id=${session}`)).data;
    return rows.length > 0;
  });
  return rows[0] ?? {};
}

const NEW = () => `s-${crypto.randomUUID()}`;
const REFUSED = [
  "/stats/overview?period=year",
  "/stats/timeline?granularity=week",
  "/stats/timeline?days=0",
  "/stats/timeline?days=366",
  "/logs?page=0",
  "/logs?size=201",
];

export const STATISTICS: CheckGroup = {
  name: "statistics and logs",
  checks: [
    check("overview has its members for each period", NEEDS, async (s) => {
      for (const period of ["today", "week", "month"]) {
        const { data } = await read(s, `/stats/overview?period=${period}`);
        assert.equal(data.period, period);
        for (
          const name of [
            "total_requests",
            "total_prompt_tokens",
            "total_completion_tokens",
            "total_tokens",
            "avg_latency_ms",
            "success_rate",
            "error_count",
          ]
        ) assert.equal(typeof data[name], "number", name);
        if (data.total_requests === 0) assert.equal(data.success_rate, 100);
      }
    }),
    check("timeline, providers and models are lists", NEEDS, async (s) => {
      for (const path of ["timeline?granularity=day", "timeline", "providers", "models"]) {
        assert.ok(Array.isArray((await read(s, `/stats/${path}`)).data), path);
      }
    }),
    check("what is out of range is a 422", NEEDS, async (s) => {
      for (const path of REFUSED) assert.equal((await admin(s, path)).status, 422, path);
    }),
    check("the log has page 1 of size 50 unless asked otherwise", NEEDS, async (s) => {
      const { meta } = await read(s, "/logs");
      assert.deepEqual([meta.page, meta.size], [1, 50]);
      const asked = await read(s, "/logs?page=2&size=5");
      assert.deepEqual([asked.meta.page, asked.meta.size], [2, 5]);
    }),
    check("an unknown id is a 404 in the envelope", NEEDS, async (s) => {
      const answer = await admin(s, "/logs/no-such-id");
      assert.equal(answer.status, 404);
      assert.equal(JSON.parse(answer.text()).success, false);
    }),
    check("a request is found by session, model and status", WITH_ROWS, async (s) => {
      const session = NEW();
      const row = await logged(s, session, "chunks=5,promptTokens=11");
      assert.deepEqual([row["status"], row["total_tokens"], row["session_id"]], [
        "success",
        16,
        session,
      ]);
      const model = encodeURIComponent(String(row["model_used"]));
      const found = await read(s, `/logs?session_id=${session}&model=${model}&status=success`);
      assert.equal(found.meta.total, 1);
      assert.equal((await read(s, `/logs?session_id=${session}&status=error`)).meta.total, 0);
    }),
    check("its detail holds messages, answer and tag", WITH_ROWS, async (s) => {
      const session = NEW();
      const row = await logged(s, session, "chunks=5");
      const { data } = await read(s, `/logs/${row["id"]}`);
      assert.ok(Array.isArray(JSON.parse(data.messages)));
      assert.equal(data.user_tag, `tag-${session}`);
      assert.equal(typeof data.response_content, "string");
      assert.equal(data.skills_injected, null);
      assert.ok("temperature" in data && "max_tokens" in data && "complexity_score" in data);
    }),
    check("statistics count a request once, in each of them", WITH_ROWS, async (s) => {
      const before = (await read(s, "/stats/overview?period=week")).data;
      const session = NEW();
      await logged(s, session, "chunks=5,promptTokens=11");
      const after = (await read(s, "/stats/overview?period=week")).data;
      assert.equal(after.total_requests - before.total_requests, 1);
      assert.equal(after.total_tokens - before.total_tokens, 16);
      for (const path of ["providers?days=7", "models?days=7&limit=100", "timeline?days=7"]) {
        const { data } = await read(s, `/stats/${path}`);
        const requests = data.reduce(
          (sum: number, item: { requests: number }) => sum + item.requests,
          0,
        );
        assert.equal(requests, after.total_requests, path);
      }
    }),
    check("cost is in the log and in statistics", ["password", "families"], async (s) => {
      const session = NEW();
      await post(s, CHAT, { ...chatBody("m"), model: "gpt-4o-mini", x_session_id: session });
      let cost = 0;
      await waitUntil("the log shows the request", async () => {
        cost = (await read(s, `/logs?session_id=${session}`)).data[0]?.cost_usd ?? 0;
        return cost > 0;
      });
      const { data } = await read(s, "/stats/breakdown?by=session&days=1&limit=1000");
      const item = data.find(({ value }: { value: string }) => value === session);
      assert.equal(item?.cost_usd, cost);
    }),
    check("an export holds exactly what the list shows", WITH_ROWS, async (s) => {
      const session = NEW();
      const row = await logged(s, session, "chunks=5");
      const answer = await admin(s, `/logs/export?session_id=${session}`);
      const lines = answer.text().trim().split("\n").map((line) => JSON.parse(line).id);
      assert.deepEqual(lines, [row["id"]]);
    }),
    check("nobody reads any of it without signing in", NEEDS, async (s) => {
      for (const path of ["/stats/overview", "/stats/timeline", "/logs", "/logs/x", "/sessions"]) {
        const { status } = await get({ url: s.url }, `/api${path}`);
        assert.equal(status, 401, path);
      }
    }),
  ],
};
