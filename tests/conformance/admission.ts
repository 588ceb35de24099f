/** Who is let in, and what a locked vault says. */
import assert from "node:assert/strict";
import { errorOf } from "../support/answer_shape.ts";
import { rawRequest } from "../support/raw_client.ts";
import { CHAT, chatBody, check, type CheckGroup, get, post } from "./check.ts";

const BLOCKED = "198.51.100.7";
const anonymous = { authorization: "Basic eDp5" };
const from = (address: string) => ({ "x-forwarded-for": address });

export const ADMISSION: CheckGroup = {
  name: "who is let in",
  checks: [
    check("without a caller token a request is a 401 auth_error", ["token"], async (s) => {
      for (const path of [CHAT, "/v1/completions", "/v1/embeddings"]) {
        const answer = await post(
          s,
          path,
          { ...chatBody("m"), prompt: "a", input: "a" },
          anonymous,
        );
        assert.equal(answer.status, 401, path);
        assert.equal(errorOf(answer.json()).type, "auth_error");
      }
    }),
    check("a token in the header is let in", ["token", "simulator"], async (s) => {
      assert.equal((await post(s, CHAT, chatBody("m"))).status, 200);
    }),
    check(
      "a token in user is, for chat and not for embeddings",
      ["token", "simulator"],
      async (s) => {
        const user = { user: s.token };
        assert.equal((await post(s, CHAT, chatBody("m", user), anonymous)).status, 200);
        const body = { model: "sim/e", input: "a", ...user };
        assert.equal((await post(s, "/v1/embeddings", body, anonymous)).status, 401);
      },
    ),
    check("a wrong header beats a right user", ["token"], async (s) => {
      const wrong = { authorization: "Bearer fgt_wrong" };
      assert.equal((await post(s, CHAT, chatBody("m", { user: s.token }), wrong)).status, 401);
    }),
    check(
      "a token in user reaches neither provider nor log",
      ["token", "simulator", "row"],
      async (s) => {
        const answer = await post(s, CHAT, chatBody("m", { user: s.token }), anonymous);
        assert.deepEqual(s.simulator.requests.at(-1)?.json(), { ...chatBody("m"), model: "m" });
        const row = await s.row(answer.header("x-request-id"));
        assert.ok(!JSON.stringify(row).includes(s.token));
      },
    ),
    check("another user's name stays in user", ["token", "simulator"], async (s) => {
      await post(s, CHAT, chatBody("m", { user: "alice" }));
      assert.match(s.simulator.requests.at(-1)?.text() ?? "", /"user":"alice"/);
    }),
    check("a disabled token is a 401", ["disabledToken"], async (s) => {
      const headers = { authorization: `Bearer ${s.disabledToken}` };
      assert.equal((await post(s, CHAT, chatBody("m"), headers)).status, 401);
    }),
    check("a blocked address is a 403 forbidden everywhere", ["believesUs"], async (s) => {
      for (const path of ["/", "/health", "/metrics", "/v1/models", "/api/auth/status"]) {
        const answer = await get(s, path, from(BLOCKED));
        assert.equal(answer.status, 403, path);
      }
      const answer = await post(s, CHAT, chatBody("m"), from(BLOCKED));
      assert.equal(answer.status, 403);
      assert.equal(errorOf(answer.json()).type, "forbidden");
    }),
    check("an address of a listed range is let in", ["believesUs"], async (s) => {
      assert.equal((await get(s, "/v1/models", from("203.0.113.77"))).status, 200);
    }),
    check("this machine is, also under its IPv4-mapped address", ["believesUs"], async (s) => {
      for (const address of ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"]) {
        assert.equal((await get(s, "/v1/models", from(address))).status, 200, address);
      }
    }),
  ],
};

export const LOCKED: CheckGroup = {
  name: "a locked vault",
  checks: [
    check(
      "is a 503 with the remedy, and nobody is asked",
      ["lockedModel", "simulator"],
      async (s) => {
        const answer = await post(s, CHAT, { ...chatBody("m"), model: s.lockedModel });
        assert.equal(answer.status, 503);
        const { code, message } = errorOf(answer.json());
        assert.equal(code, "vault_locked");
        assert.match(message, /unlock/i);
        assert.equal(s.simulator.requests.length, 0);
      },
    ),
    check("shows in readiness", ["lockedModel"], async (s) => {
      assert.equal((await get(s, "/health/ready")).status, 503);
      assert.equal((await get(s, "/health")).status, 200);
    }),
  ],
};

export const OPEN: CheckGroup = {
  name: "a gateway that never had a caller token",
  checks: [
    check("lets everybody on this machine in", ["open", "simulator"], async (s) => {
      assert.equal((await rawRequest(s.url + CHAT, { body: chatBody("m") })).status, 200);
    }),
  ],
};
