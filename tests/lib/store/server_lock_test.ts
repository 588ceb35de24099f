import assert from "node:assert/strict";
import { FlowError } from "../../../lib/domain/errors.ts";
import { acquireServerLock } from "../../../lib/store/server_lock.ts";
import { runUntilReady } from "../../support/subprocess.ts";
import { tempDir } from "../../support/temp.ts";

const inUse = (message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof FlowError);
  assert.equal(error.code, "database_in_use");
  assert.match(error.message, message);
  return true;
};

Deno.test("acquireServerLock refuses a second server and names the first", async () => {
  await using dir = await tempDir();
  const lock = acquireServerLock(dir.file("a.db"), 4711);

  assert.throws(() => acquireServerLock(dir.file("a.db"), 1), inUse(/\(process 4711\)/));
  lock.announce("http://127.0.0.1:7798");
  assert.throws(
    () => acquireServerLock(dir.file("a.db"), 1),
    inUse(/\(process 4711 at http:\/\/127\.0\.0\.1:7798\)\. Stop that server/),
  );

  lock.release();
  acquireServerLock(dir.file("a.db"), 2).release();
});

Deno.test("acquireServerLock lets servers of different databases be", async () => {
  await using dir = await tempDir();
  const one = acquireServerLock(dir.file("a.db"), 1);
  const two = acquireServerLock(dir.file("b.db"), 1);

  one.release();
  two.release();
});

Deno.test("acquireServerLock sees one database behind two names", async () => {
  await using dir = await tempDir();
  Deno.writeTextFileSync(dir.file("a.db"), "");
  Deno.symlinkSync(dir.file("a.db"), dir.file("link.db"));
  const lock = acquireServerLock(dir.file("a.db"), 1);

  assert.throws(() => acquireServerLock(dir.file("link.db"), 2), inUse(/process 1/));
  lock.release();
});

Deno.test("acquireServerLock says what is wrong when the lock file cannot be made", async () => {
  await using dir = await tempDir();

  assert.throws(() => acquireServerLock(dir.file("missing/a.db"), 1), (error) => {
    assert.ok(error instanceof FlowError);
    assert.equal(error.code, "database_error");
    assert.match(error.message, /folder must exist and be writable/);
    return true;
  });
});

Deno.test("acquireServerLock is free again after its holder was killed", async () => {
  await using dir = await tempDir();
  await using holder = await runUntilReady("lock_holder.ts", [dir.file("a.db")]);
  assert.throws(
    () => acquireServerLock(dir.file("a.db"), 1),
    inUse(new RegExp(`process ${holder.pid}`)),
  );

  await holder.kill();

  acquireServerLock(dir.file("a.db"), 1).release();
});
