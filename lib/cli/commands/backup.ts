/**
 * `flow-router backup`
 *
 * @module
 */
import { resolve } from "node:path";
import type { CliContext } from "../context.ts";
import { withInstallation } from "../installation.ts";
import type { RegisterCommand } from "../program.ts";
import { examples, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
}

/** Copies the database, also while a gateway runs. With `--json`: `{ schema, file, bytes }`. */
export const registerBackup: RegisterCommand = (program, context) => {
  const command = withJson(program.command("backup <file>"))
    .description("write a consistent copy of the database, also while the gateway runs")
    .action((file: string, options: Options) => backup(context, file, options));
  examples(
    command,
    ["flow-router backup before-upgrade.db", "into this folder"],
    ["flow-router backup /backups/$(date +%F).db", "one a day"],
  );
};

async function backup(context: CliContext, file: string, { json }: Options): Promise<void> {
  const to = resolve(context.cwd, file);
  await withInstallation(context, "refuse", async ({ store }) => {
    await store.backup(to);
    const { size } = await Deno.stat(to);
    context.output.note(
      `Wrote ${to} (${size} bytes). Provider keys in it are encrypted, logged prompts are not.`,
    );
    if (json) context.output.json({ file: to, bytes: size });
  });
}
