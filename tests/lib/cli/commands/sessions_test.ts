import assert from "node:assert/strict";
import { systemClock } from "../../../../lib/cli/world.ts";
import { adminSessionRecords } from "../../../../lib/store/admin_sessions.ts";
import { type CliFolder, cliFolder } from "../../../support/cli_folder.ts";

async function signedIn(folder: CliFolder, id: string, agoMs = 0) {
  const atMs = systemClock.now() - agoMs;
  await folder.withStore(({ db }) =>
    adminSessionRecords(db).insert({
      id,
      tokenHash: crypto.getRandomValues(new Uint8Array(32)),
      createdAtMs: atMs,
      lastUsedAtMs: atMs,
      ip: "10.1.2.3",
      userAgent: "tests/1.0",
    })
  );
}

Deno.test("sessions list shows who is signed in, and not who was", async () => {
  await using folder = await cliFolder();
  await signedIn(folder, "open");
  await signedIn(folder, "over", 3_600_000);

  const { sessions } = await folder.json(["sessions", "list"]);
  const { stdout } = await folder.run(["sessions"]);

  const [session, ...more] = Object(sessions);
  assert.deepEqual([session.id, session.ip, session.user_agent, more], [
    "open",
    "10.1.2.3",
    "tests/1.0",
    [],
  ]);
  assert.match(stdout, /open +\S+ +\S+ +10\.1\.2\.3 +tests\/1\.0/);
});

Deno.test("sessions end ends one, once", async () => {
  await using folder = await cliFolder();
  await signedIn(folder, "open");

  assert.equal((await folder.run(["sessions", "end", "open"])).code, 0);
  assert.equal((await folder.run(["sessions", "end", "open"])).code, 1);
  assert.match((await folder.run(["sessions"])).stderr, /Nobody is signed in/);
});

Deno.test("passwd signs everybody out", async () => {
  await using folder = await cliFolder();
  await folder.run(["add-key", "--provider", "openai", "--key-stdin"], { input: "sk-0123456789" });
  await signedIn(folder, "open");

  const changed = await folder.run(["passwd", "--new-password-stdin"], {
    input: "another long password\n",
  });

  assert.deepEqual([changed.code, /signed out: 1/.test(changed.stderr)], [0, true], changed.stderr);
  assert.match((await folder.run(["sessions"])).stderr, /Nobody is signed in/);
});
