/**
 * `flow-router keys`
 *
 * @module
 */
import {
  type ProviderKeyView,
  removeProviderKey,
  showProviderKeys,
  switchProviderKey,
} from "../../admin/provider_keys.ts";
import { confirm } from "../confirm.ts";
import type { CliContext } from "../context.ts";
import { withInstallation } from "../installation.ts";
import type { RegisterCommand } from "../program.ts";
import { KEY_COLUMNS, keyJson } from "../provider_key_rows.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
  readonly yes?: true;
}

const REFERENCE = "its id, provider/label, or the provider when it has one key";

/**
 * Shows, switches and removes provider keys. With `--json`:
 * - `keys list`: `{ schema, keys: [key] }`, see `keyJson`
 * - `keys enable`, `keys disable`: `{ schema, key }`
 * - `keys remove`: `{ schema, key, removed_models }`
 */
export const registerKeys: RegisterCommand = (program, context) => {
  const keys = program.command("keys").description("show, switch and remove provider keys");
  examples(
    keys,
    ["flow-router keys list", "all keys, masked"],
    ["flow-router keys disable openai/default", "stop using one"],
  );

  const list = withJson(keys.command("list", { isDefault: true }))
    .description("show all provider keys, masked")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(keys, list.args);
      return listKeys(context, options);
    });
  examples(list, ["flow-router keys list --json", "for programs"]);

  for (const enabled of [true, false]) {
    const word = enabled ? "enable" : "disable";
    const command = withJson(keys.command(`${word} <key>`))
      .description(`${word} a key: ${REFERENCE}`)
      .action((key: string, options: Options) => switchKey(context, key, enabled, options));
    examples(
      command,
      [`flow-router keys ${word} openai`, "the only key of OpenAI"],
      [`flow-router keys ${word} openai/team-b`, "one of several"],
    );
  }

  const remove = withJson(keys.command("remove <key>"))
    .description(`remove a key for good: ${REFERENCE}`)
    .option("--yes", "do not ask")
    .action((key: string, options: Options) => removeKey(context, key, options));
  examples(
    remove,
    ["flow-router keys remove openai/old", "asks before"],
    ["flow-router keys remove openai/old --yes", "in a script"],
  );
};

function listKeys(context: CliContext, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async ({ db }) => {
    const { output } = context;
    const keys = await showProviderKeys(db);
    if (json) return output.json({ keys: keys.map(keyJson) });
    if (keys.length === 0) output.note("There are no keys yet. Add one: flow-router add-key");
    else output.table(KEY_COLUMNS, keys);
  });
}

function switchKey(
  context: CliContext,
  reference: string,
  enabled: boolean,
  { json }: Options,
): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const key = await switchProviderKey(installation, reference, enabled);
    context.output.note(`${nameOf(key)} is ${enabled ? "enabled" : "disabled"}.`);
    if (json) context.output.json({ key: keyJson(key) });
  });
}

function removeKey(
  context: CliContext,
  reference: string,
  { json, yes }: Options,
): Promise<void> {
  return withInstallation(context, "refuse", async ({ db }) => {
    await confirm(context, yes, `Remove the key ${reference} for good?`);
    const { key, removedModels } = await removeProviderKey(db, reference);
    const more = removedModels === 0 ? "" : ` So are ${removedModels} models of its provider.`;
    context.output.note(`${nameOf(key)} is removed.${more}`);
    if (json) context.output.json({ key: keyJson(key), removed_models: removedModels });
  });
}

const nameOf = ({ provider, label }: ProviderKeyView): string => `${provider}/${label}`;
