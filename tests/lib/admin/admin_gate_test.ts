import assert from "node:assert/strict";
import { AdminGate, assertPerson, type Presented } from "../../../lib/admin/admin_gate.ts";
import { AdminKeyRegister, mintAdminKey } from "../../../lib/auth/admin_keys.ts";
import { mintToken } from "../../../lib/auth/caller_tokens.ts";
import { LastUse } from "../../../lib/auth/last_use.ts";
import type { AdminAccess } from "../../../lib/domain/actor.ts";
import { CLI_ACTOR } from "../../../lib/domain/actor.ts";
import { flowError } from "../../support/flow_error.ts";
import { FROM_HERE, newSessions } from "../../support/memory_sessions.ts";
import { randomBytes } from "../../support/memory_vault.ts";
import { recordingLog } from "../../support/recording_log.ts";

const NOBODY: Presented = {
  bearer: null,
  cookie: null,
  clientIp: "127.0.0.1",
  method: "GET",
  host: "localhost:7798",
  origin: null,
  fetchSite: null,
};

async function start() {
  const { sessions, clock } = newSessions();
  const keys = new AdminKeyRegister();
  const used: string[] = [];
  const keyUse = new LastUse((id) => {
    used.push(id);
    return Promise.resolve();
  }, recordingLog());
  const gate = new AdminGate({ sessions, keys, keyUse, clock });
  const { token, session } = await sessions.open(FROM_HERE);
  const addKey = (access: AdminAccess, expiresAtMs: number | null = null) => {
    const { key, prefix, hash } = mintAdminKey(randomBytes);
    const row = { id: `k-${access}`, name: access, keyPrefix: prefix, keyHash: hash, access };
    keys.replace([{ ...row, expiresAtMs, createdAtMs: 0, lastUsedAtMs: null }]);
    return key.reveal();
  };
  return { gate, sessions, clock, used, token: token.reveal(), session, addKey };
}

Deno.test("AdminGate lets a session in by its bearer", async () => {
  const { gate, token, session } = await start();

  assert.deepEqual(gate.admit({ ...NOBODY, bearer: token }, "full"), {
    kind: "session",
    id: session.id,
    name: null,
    ip: "127.0.0.1",
  });
});

Deno.test("AdminGate lets nobody in who shows nothing, or something else", async () => {
  const { gate, token } = await start();
  const refused = flowError("not_authenticated");

  for (const bearer of [null, "", "x", token.slice(1), "fga_unknown"]) {
    assert.throws(() => gate.admit({ ...NOBODY, bearer }, "read"), refused);
  }
  assert.throws(() => gate.admit({ ...NOBODY, cookie: "x" }, "read"), refused);
});

Deno.test("AdminGate takes no caller token for an administrator, and says why", async () => {
  const { gate } = await start();
  const bearer = mintToken(randomBytes).token.reveal();

  assert.throws(
    () => gate.admit({ ...NOBODY, bearer }, "read"),
    flowError("not_authenticated", /caller token/),
  );
});

Deno.test("AdminGate takes the cookie for pages of this server only", async () => {
  const { gate, token } = await start();
  const own = { ...NOBODY, cookie: token };
  const refused = flowError("not_authenticated", /pages of this server/);

  assert.equal(gate.admit(own, "read").kind, "session");
  assert.equal(
    gate.admit({ ...own, method: "POST", fetchSite: "same-origin" }, "full").kind,
    "session",
  );
  assert.throws(() => gate.admit({ ...own, method: "POST" }, "full"), refused);
  assert.throws(
    () => gate.admit({ ...own, method: "POST", origin: "http://localhost:3000" }, "full"),
    refused,
  );
});

Deno.test("AdminGate judges by the bearer alone when there is one", async () => {
  const { gate, token } = await start();

  assert.throws(
    () => gate.admit({ ...NOBODY, bearer: "wrong", cookie: token }, "read"),
    flowError("not_authenticated"),
  );
  // A script needs no page.
  const script = { ...NOBODY, method: "POST", bearer: token, cookie: token, fetchSite: null };
  assert.equal(gate.admit(script, "full").kind, "session");
});

Deno.test("AdminGate lets a key do what it may, and notes its use", async () => {
  const { gate, used, addKey } = await start();
  const full = addKey("full");
  assert.equal(gate.admit({ ...NOBODY, bearer: full }, "full").name, "full");

  const read = addKey("read");
  assert.equal(gate.admit({ ...NOBODY, bearer: read }, "read").kind, "admin_key");
  assert.throws(
    () => gate.admit({ ...NOBODY, bearer: read }, "full"),
    flowError("not_permitted", /only read/),
  );
  assert.deepEqual(used, ["k-full", "k-read"]);
});

Deno.test("AdminGate refuses a key that has expired", async () => {
  const { gate, clock, addKey } = await start();
  const bearer = addKey("full", clock.now() + 1000);
  gate.admit({ ...NOBODY, bearer }, "full");

  clock.advance(1000);
  assert.throws(() => gate.admit({ ...NOBODY, bearer }, "read"), flowError("not_authenticated"));
});

Deno.test("AdminGate takes a key as bearer only, not as cookie", async () => {
  const { gate, addKey } = await start();

  assert.throws(
    () => gate.admit({ ...NOBODY, cookie: addKey("full") }, "read"),
    flowError("not_authenticated"),
  );
});

Deno.test("assertPerson refuses admin keys only", () => {
  assert.throws(
    () => assertPerson({ kind: "admin_key", id: "1", name: "ci", ip: null }),
    flowError("not_permitted"),
  );
  assertPerson({ kind: "session", id: "1", name: null, ip: null });
  assertPerson(CLI_ACTOR);
});
