import assert from "node:assert/strict";
import { checkPort } from "../../../../lib/cli/doctor/listening.ts";
import { loadConfig } from "../../../../lib/config/load.ts";
import { startReplayServer } from "../../../support/replay_server.ts";

function check(host: string, port: number) {
  const flags = [
    { flag: "--host", path: "server.host", text: host },
    { flag: "--port", path: "server.port", text: String(port) },
  ];
  return checkPort(loadConfig({ flags, env: () => undefined, cwd: "/nonexistent" }).config);
}

Deno.test("checkPort tells a free port, and leaves it free", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();

  for (let i = 0; i < 2; i++) {
    const { status, detail } = await check("127.0.0.1", port);
    assert.deepEqual([status, detail], ["ok", `127.0.0.1:${port} is free; no gateway runs there`]);
  }
  assert.match((await check("127.0.0.1", 0)).detail, /picks a free one/);
});

Deno.test("checkPort tells our gateway from another program", async () => {
  const cases: [string, string, RegExp][] = [
    ['{"vault_initialized":true,"vault_unlocked":true}', "ok", /a gateway runs at http/],
    ['{"vault_initialized":false,"vault_unlocked":false}', "ok", /a gateway runs at http/],
    ['{"vault_initialized":true,"vault_unlocked":false}', "warn", /its vault is locked/],
    ["<html>", "fail", /another program listens/],
  ];
  for (const [body, status, detail] of cases) {
    await using server = await startReplayServer({ body });
    const finding = await check("127.0.0.1", server.port);
    assert.equal(finding.status, status);
    assert.match(finding.detail, detail);
  }
});

Deno.test("checkPort takes a program that speaks no HTTP for another program", async () => {
  await using server = await startReplayServer({ body: "", then: "reset" });
  assert.equal((await check("127.0.0.1", server.port)).status, "fail");
});

Deno.test("checkPort fails for an address that is not this machine's", async () => {
  const { status, detail } = await check("192.0.2.1", 17_798);
  assert.equal(status, "fail");
  assert.match(detail, /cannot listen on 192\.0\.2\.1:17798/);
});
