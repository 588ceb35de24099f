import assert from "node:assert/strict";
import {
  addRouterConfiguration,
  currentRouterConfiguration,
  getRouterConfiguration,
  listRouterConfigurations,
} from "../../../lib/store/router_history.ts";
import { openAdmin } from "../../support/admin_parts.ts";

const entry = (text: string, restoredId: number | null = null) => ({
  changedAtMs: 5,
  actor: "cli",
  options: { text },
  restoredId,
});

Deno.test("addRouterConfiguration: the last one added is the current one", async () => {
  await using made = await openAdmin();
  const { db } = made;
  assert.equal(await currentRouterConfiguration(db), null);

  const first = await addRouterConfiguration(db, entry("a"));
  const second = await addRouterConfiguration(db, entry("b", first));

  assert.deepEqual(await currentRouterConfiguration(db), { id: second, ...entry("b", first) });
  assert.deepEqual((await getRouterConfiguration(db, first))?.options, { text: "a" });
  assert.equal(await getRouterConfiguration(db, 99), null);
});

Deno.test("listRouterConfigurations shows the latest first, as many as wanted", async () => {
  await using made = await openAdmin();
  for (const text of ["a", "b", "c"]) await addRouterConfiguration(made.db, entry(text));

  const listed = await listRouterConfigurations(made.db, 2);

  assert.deepEqual(listed.map(({ options }) => options), [{ text: "c" }, { text: "b" }]);
});

Deno.test("addRouterConfiguration keeps a thousand", async () => {
  await using made = await openAdmin();
  const { db } = made;
  await db.transaction().execute(async (transaction) => {
    for (let at = 0; at < 1002; at++) await addRouterConfiguration(transaction, entry(String(at)));
  });

  const listed = await listRouterConfigurations(db, 2000);

  assert.equal(listed.length, 1000);
  assert.deepEqual(listed[0]?.options, { text: "1001" });
});

Deno.test("addRouterConfiguration tells other processes that something changed", async () => {
  await using made = await openAdmin();
  const version = async () =>
    (await made.db.selectFrom("directory_version").select("version").executeTakeFirstOrThrow())
      .version;
  const before = await version();

  await addRouterConfiguration(made.db, entry("a"));

  assert.equal(await version(), before + 1);
});
