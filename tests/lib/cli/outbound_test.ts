import assert from "node:assert/strict";
import { gatewayAt, gatewayUrl, providerCalls } from "../../../lib/cli/outbound.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { startReplayServer } from "../../support/replay_server.ts";

function urlOf(host: string, port: string): string | null {
  const flags = [
    { flag: "--host", path: "server.host", text: host },
    { flag: "--port", path: "server.port", text: port },
  ];
  return gatewayUrl(loadConfig({ flags, env: () => undefined, cwd: "/nonexistent" }).config);
}

Deno.test("gatewayUrl gives an address that a client on this machine can use", () => {
  assert.equal(urlOf("127.0.0.1", "7798"), "http://127.0.0.1:7798");
  assert.equal(urlOf("0.0.0.0", "80"), "http://127.0.0.1:80");
  assert.equal(urlOf("::", "80"), "http://127.0.0.1:80");
  assert.equal(urlOf("::1", "80"), "http://[::1]:80");
  assert.equal(urlOf("127.0.0.1", "0"), null);
});

Deno.test("gatewayAt and providerCalls call over the network", async () => {
  await using server = await startReplayServer({
    body: '{"vault_initialized":true,"vault_unlocked":true}',
  });
  assert.equal(await gatewayAt(server.url).vault(), "unlocked");
  const url = new URL(server.url);
  const answer = await providerCalls()({ target: "test", method: "GET", url, headers: [] });
  assert.equal(answer.status, 200);
});
