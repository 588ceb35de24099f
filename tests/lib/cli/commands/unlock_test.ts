import assert from "node:assert/strict";
import { cliFolder } from "../../../support/cli_folder.ts";
import {
  type Replay,
  type ReplayServer,
  startReplayServer,
} from "../../../support/replay_server.ts";

const PASSWORD = "a secret password";

/** A gateway that answers so to a password. */
function gateway(verify: Replay, status = true): Promise<ReplayServer> {
  return startReplayServer((request) =>
    request.method === "GET"
      ? { body: status ? '{"vault_initialized":true,"vault_unlocked":false}' : "{}" }
      : verify
  );
}

Deno.test("unlock sends the password to the configured gateway, from every source", async () => {
  await using server = await gateway({ body: '{"success":true}' });
  await using folder = await cliFolder({ server: { port: server.port } });
  const ways = [
    { args: ["--password-stdin"], how: { env: {}, input: `${PASSWORD}\n` } },
    { args: [], how: { env: { FLOWGATE_MASTER_PASSWORD: PASSWORD } } },
    { args: [], how: { env: {}, typed: [PASSWORD] } },
  ];
  for (const { args, how } of ways) {
    const { code, stdout, stderr } = await folder.run(["unlock", ...args], how);
    assert.deepEqual([code, stdout], [0, ""], stderr);
    assert.match(stderr, /The gateway at http:\/\/127\.0\.0\.1:\d+ is unlocked\.\n$/);
    assert.ok(!stderr.includes(PASSWORD));
    const sent = new TextDecoder().decode(server.requests.at(-1)?.body);
    assert.deepEqual(JSON.parse(sent), { password: PASSWORD });
  }
});

Deno.test("unlock gives 4 for a refusal and says which", async () => {
  const cases: [Replay, number, RegExp][] = [
    [{ status: 403, body: "{}" }, 4, /The master password is wrong/],
    [{ status: 404, body: "{}" }, 4, /has no vault yet.*add-key/],
    [{ status: 429, body: "{}", headers: [["retry-after", "8"]] }, 4, /Try again in 8 s/],
    [{ status: 500, body: "{}" }, 1, /refused with status 500/],
  ];
  for (const [verify, expected, said] of cases) {
    await using server = await gateway(verify);
    await using folder = await cliFolder();
    const { code, stdout, stderr } = await folder.run(["unlock", "--url", server.url]);
    assert.deepEqual([code, stdout], [expected, ""], stderr);
    assert.match(stderr, said);
  }
});

Deno.test("unlock gives 5 when no gateway answers, and sends a stranger no password", async () => {
  await using stranger = await gateway({ body: "{}" }, false);
  await using folder = await cliFolder();
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  const nobody = `http://127.0.0.1:${listener.addr.port}`;

  const cases: [string, RegExp][] = [
    [stranger.url, /is no gateway/],
    [nobody, /does not answer at .*flow-router start/],
  ];
  for (const [url, said] of cases) {
    const { code, stderr } = await folder.run(["unlock", "--url", url]);
    assert.equal(code, 5);
    assert.match(stderr, said);
  }
  assert.deepEqual(stranger.requests.map(({ method }) => method), ["GET"]);
});

Deno.test("unlock refuses addresses to which a password must not go", async () => {
  await using folder = await cliFolder();
  const cases: [string[], RegExp][] = [
    [["--url", "http://10.0.0.5:7798"], /not sent to 10\.0\.0\.5:7798 over plain http/],
    [["--url", "nonsense"], /--url takes an address/],
    [["--url", "ftp://127.0.0.1"], /--url takes an address/],
    [[], /server\.port is 0/],
  ];
  for (const [args, said] of cases) {
    const { code, stdout, stderr } = await folder.run(["unlock", ...args]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, said);
  }
});

Deno.test("unlock asks nobody without a terminal; --json has a stable shape", async () => {
  await using server = await gateway({ body: "{}" });
  await using folder = await cliFolder();
  const args = ["unlock", "--url", `${server.url}/ui`];

  const { code, stderr } = await folder.run(args, { env: {} });
  assert.equal(code, 2);
  assert.match(stderr, /--password-stdin/);
  const json = await folder.json(args);
  assert.deepEqual(json, { schema: 1, url: server.url, vault: "unlocked" });
});
