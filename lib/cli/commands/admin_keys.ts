/**
 * `flow-router admin-keys`
 *
 * @module
 */
import {
  type AdminKeyView,
  createAdminKey,
  removeAdminKey,
  showAdminKeys,
} from "../../admin/admin_keys.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import { confirm } from "../confirm.ts";
import type { CliContext } from "../context.ts";
import { withInstallation } from "../installation.ts";
import { momentOf } from "../moment.ts";
import type { RegisterCommand } from "../program.ts";
import type { Column } from "../table.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
  readonly yes?: true;
  readonly expires?: string;
  readonly full?: true;
}

/**
 * Creates, shows and deletes admin API keys. With `--json`:
 * - `admin-keys create`: `{ schema, key, admin_key }`, the only time that `key` is shown
 * - `admin-keys list`: `{ schema, admin_keys: [admin_key] }`
 * - `admin-keys delete`: `{ schema, admin_key }`
 *
 * `admin_key` is `{ id, name, prefix, access, expires_at, expired, created_at, last_used_at }`.
 */
export const registerAdminKeys: RegisterCommand = (program, context) => {
  const keys = program.command("admin-keys")
    .description("admin API keys: which programs may operate the gateway over /api");
  examples(
    keys,
    ["flow-router admin-keys create dashboard", "a key that only reads"],
    ["flow-router admin-keys list", "all keys, by their first characters"],
  );

  const create = withJson(keys.command("create <name>"))
    .description("make a key and print it on standard output, this once; it only reads")
    .option("--full", "let it change things as well")
    .option("--expires <when>", "in 30d, 12h …, or on a date such as 2027-01-31")
    .action((name: string, options: Options) => createKey(context, name, options));
  examples(create, ["flow-router admin-keys create deploy --full --expires 90d", "for a script"]);

  const list = withJson(keys.command("list", { isDefault: true }))
    .description("show all keys")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(keys, list.args);
      return listKeys(context, options);
    });
  examples(list, ["flow-router admin-keys list --json", "for programs"]);

  const remove = withJson(keys.command("delete <key>"))
    .description("delete a key for good: its name or its id")
    .option("--yes", "do not ask")
    .action((key: string, options: Options) => deleteKey(context, key, options));
  examples(remove, ["flow-router admin-keys delete deploy --yes", "in a script"]);
};

function createKey(context: CliContext, name: string, options: Options): Promise<void> {
  return withInstallation(context, "make", async (installation) => {
    const { output } = context;
    const { expires, full, json } = options;
    const expiresAtMs = expires === undefined
      ? null
      : momentOf(expires, installation.clock.now(), "ahead", "--expires");
    const input = { name, access: full ? "full" : "read", expiresAtMs } as const;
    const { key, view } = await createAdminKey(installation, input, CLI_ACTOR);
    output.note(`The admin API key '${view.name}', shown only now:`);
    if (json) output.json({ key: key.reveal(), admin_key: keyJson(view) });
    else output.data(key.reveal());
  });
}

const COLUMNS: readonly Column<AdminKeyView>[] = [
  { heading: "NAME", cell: ({ name }) => name },
  { heading: "KEY", cell: ({ prefix }) => `${prefix}…` },
  { heading: "ACCESS", cell: ({ access, isExpired }) => isExpired ? "expired" : access },
  { heading: "EXPIRES", cell: ({ expiresAtMs }) => timeText(expiresAtMs) },
  { heading: "LAST USED", cell: ({ lastUsedAtMs }) => timeText(lastUsedAtMs) },
  { heading: "ID", cell: ({ id }) => id },
];

function listKeys(context: CliContext, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { output } = context;
    const keys = await showAdminKeys(installation);
    if (json) return output.json({ admin_keys: keys.map(keyJson) });
    if (keys.length > 0) return output.table(COLUMNS, keys);
    output.note("There are no admin API keys. Make one: flow-router admin-keys create NAME");
  });
}

function deleteKey(context: CliContext, key: string, { json, yes }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    await confirm(context, yes, "Delete this key for good? What uses it is shut out.");
    const removed = await removeAdminKey(installation, key, CLI_ACTOR);
    context.output.note(`'${removed.name}' is deleted.`);
    if (json) context.output.json({ admin_key: keyJson(removed) });
  });
}

function keyJson(key: AdminKeyView): Record<string, unknown> {
  const time = (ms: number | null) => ms === null ? null : new Date(ms).toISOString();
  return {
    id: key.id,
    name: key.name,
    prefix: key.prefix,
    access: key.access,
    expires_at: time(key.expiresAtMs),
    expired: key.isExpired,
    created_at: time(key.createdAtMs),
    last_used_at: time(key.lastUsedAtMs),
  };
}

function timeText(ms: number | null): string {
  return ms === null ? "never" : new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
