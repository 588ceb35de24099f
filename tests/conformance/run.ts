/**
 * Runs the conformance checks and says of each whether it holds, does not, or could not be run.
 *
 *     deno task conformance                                     against this program
 *     deno task conformance --url http://127.0.0.1:7798         against a server that runs
 *
 * A server that runs shows more when it is told about:
 *
 *     --simulator 9100        a port on which the simulator is started: the server must have a
 *                             provider `sim` at http://127.0.0.1:9100/v1
 *     --provider-key KEY      the key that it has for `sim`
 *     --token TOKEN           a caller token, when it needs one
 *     --setup-code CODE       when it has no vault yet: the checks make one
 *     --password TEXT         its master password: the checks change the smart router's configuration
 *     --database FILE         its database, when it is this program: the checks read the log
 *
 * Exit code 1 when a check fails.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { startSimulator } from "../../bench/simulator/simulator.ts";
import { readStoredRows } from "../support/stored_rows.ts";
import { waitUntil } from "../support/wait_until.ts";
import { type CheckGroup, missingFor, type Subject } from "./check.ts";
import { GROUPS } from "./groups.ts";

const TEXT = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    "url": TEXT,
    "simulator": TEXT,
    "provider-key": TEXT,
    "token": TEXT,
    "setup-code": TEXT,
    "password": TEXT,
    "database": TEXT,
  },
});
const tally = { held: 0, failed: 0, notRun: 0 };

async function runGroup({ name, checks }: CheckGroup, subject: Subject): Promise<void> {
  console.log(`\n${name}`);
  for (const check of checks) {
    const missing = missingFor(check, subject);
    if (missing.length > 0) {
      tally.notRun++;
      console.log(`  not run  ${check.name} (needs ${missing.join(", ")})`);
      continue;
    }
    try {
      await check.run(subject);
      tally.held++;
      console.log(`  holds    ${check.name}`);
    } catch (thrown) {
      tally.failed++;
      const said = thrown instanceof Error ? thrown.message : String(thrown);
      console.log(`  FAILS    ${check.name}\n${said.replace(/^/gm, "             ")}`);
    }
  }
}

async function runAgainst(url: string): Promise<void> {
  const port = values.simulator;
  const simulator = port === undefined ? null : await startSimulator({ port: Number(port) });
  const { database } = values;
  const subject: Subject = {
    url: url.replace(/\/+$/, ""),
    ...(values.token === undefined ? {} : { token: values.token }),
    ...(values["setup-code"] === undefined ? {} : { setupCode: values["setup-code"] }),
    ...(values.password === undefined ? {} : { password: values.password }),
    ...(values["provider-key"] === undefined ? {} : { providerKey: values["provider-key"] }),
    ...(simulator === null ? {} : { simulator }),
    ...(database === undefined ? {} : { row: (id) => rowIn(database, id) }),
  };
  for (const group of GROUPS) await runGroup(group, subject);
  await simulator?.close();
}

async function rowIn(database: string, id: string | null) {
  const find = () => readStoredRows(database).find((row) => row.id === id);
  await waitUntil(`the row ${id} is written`, find);
  return find()!;
}

if (values.url !== undefined) {
  await runAgainst(values.url);
} else {
  for (const group of GROUPS) {
    await using subject = await group.start();
    await runGroup(group, subject);
  }
}
console.log(`\n${tally.held} hold, ${tally.failed} fail, ${tally.notRun} not run`);
Deno.exit(tally.failed === 0 ? 0 : 1);
