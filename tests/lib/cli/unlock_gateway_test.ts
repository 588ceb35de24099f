import assert from "node:assert/strict";
import { unlockRunningGateway } from "../../../lib/cli/unlock_gateway.ts";
import { loadConfig } from "../../../lib/config/load.ts";
import { Secret } from "../../../lib/domain/secret.ts";
import { fakeContext } from "../../support/cli_context.ts";
import { type ReplayServer, startReplayServer } from "../../support/replay_server.ts";

const PASSWORD = new Secret("correct horse");

/** A gateway of which the vault is locked and that answers to a password with `status`. */
function lockedGateway(status: number): Promise<ReplayServer> {
  return startReplayServer((request) =>
    request.method === "GET"
      ? { body: '{"vault_initialized":true,"vault_unlocked":false}' }
      : { status, body: "{}" }
  );
}

async function unlock(port: number, password: Secret | null = PASSWORD) {
  const flags = [{ flag: "--port", path: "server.port", text: String(port) }];
  const { config } = loadConfig({ flags, env: () => undefined, cwd: "/nonexistent" });
  const context = fakeContext();
  const outcome = await unlockRunningGateway({ config }, context, password);
  return { outcome, said: context.shown.stderr };
}

Deno.test("unlockRunningGateway unlocks a locked gateway and says so", async () => {
  await using server = await lockedGateway(200);
  const { outcome, said } = await unlock(server.port);
  assert.deepEqual([outcome, /it is unlocked now/.test(said)], ["unlocked", true]);
});

Deno.test("unlockRunningGateway warns of a gateway that stays locked", async () => {
  const cases: [number, Secret | null, RegExp][] = [
    [403, PASSWORD, /its master password is another one.*flow-router unlock/],
    [429, PASSWORD, /is locked\. Unlock it with/],
    [200, null, /is locked\. Unlock it with/],
  ];
  for (const [status, password, expected] of cases) {
    await using server = await lockedGateway(status);
    const { outcome, said } = await unlock(server.port, password);
    assert.equal(outcome, "locked");
    assert.match(said, expected);
  }
});

Deno.test("unlockRunningGateway leaves alone what is no gateway, and where nobody listens", async () => {
  await using stranger = await startReplayServer({ body: "<html>" });
  assert.deepEqual(await unlock(stranger.port), { outcome: null, said: "" });
  assert.equal(stranger.requests.length, 1);
  assert.deepEqual(await unlock(0), { outcome: null, said: "" });

  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  assert.deepEqual(await unlock(listener.addr.port), { outcome: null, said: "" });
});
