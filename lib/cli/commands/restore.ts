/**
 * `flow-router restore`
 *
 * @module
 */
import { resolve } from "node:path";
import { restoreDatabase } from "../../store/restore.ts";
import { confirm } from "../confirm.ts";
import type { CliContext } from "../context.ts";
import { databasePath, fileExists } from "../installation.ts";
import type { RegisterCommand } from "../program.ts";
import { examples, withJson } from "../usage.ts";
import { systemClock } from "../world.ts";

interface Options {
  readonly json?: true;
  readonly yes?: true;
}

/**
 * Puts a backup in the place of the database. With `--json`:
 * `{ schema, database, kept_at: path | null, schema_version }`.
 */
export const registerRestore: RegisterCommand = (program, context) => {
  const command = withJson(program.command("restore <file>"))
    .description("put a backup in the place of the database; the gateway must not run")
    .option("--yes", "do not ask")
    .action((file: string, options: Options) => restore(context, file, options));
  examples(
    command,
    ["flow-router restore before-upgrade.db", "asks before; the old database is kept beside it"],
    ["flow-router restore before-upgrade.db --yes", "in a script"],
  );
};

async function restore(context: CliContext, file: string, options: Options): Promise<void> {
  const to = databasePath(context.loadConfig().config, context);
  const from = resolve(context.cwd, file);
  if (await fileExists(to)) {
    await confirm(context, options.yes, `Put ${from} in the place of ${to}?`);
  }
  const { keptAt, schemaVersion } = await restoreDatabase({
    from,
    to,
    nowMs: systemClock.now(),
    pid: Deno.pid,
  });
  const kept = keptAt === null ? "" : ` The database that was there is now ${keptAt}`;
  context.output.note(`Restored ${to}.${kept}`);
  if (options.json) {
    context.output.json({ database: to, kept_at: keptAt, schema_version: schemaVersion });
  }
}
