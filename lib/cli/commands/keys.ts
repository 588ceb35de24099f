/**
 * `flow-router keys`
 *
 * @module
 */
import { changeProviderKey, rotateProviderKey } from "../../admin/change_provider_key.ts";
import { findProviderKey } from "../../admin/key_reference.ts";
import { type KeyTrial, tryProviderKey } from "../../admin/provider_key_trial.ts";
import type { ProviderKeyView } from "../../admin/provider_key_view.ts";
import { removeProviderKey, showProviderKeys } from "../../admin/provider_keys.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import { confirm } from "../confirm.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { withInstallation } from "../installation.ts";
import { providerCalls } from "../outbound.ts";
import type { RegisterCommand } from "../program.ts";
import { KEY_COLUMNS, keyJson } from "../provider_key_rows.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";
import { enterVault } from "../vault_entry.ts";

interface Options {
  readonly json?: true;
  readonly yes?: true;
  readonly keyStdin?: true;
  readonly force?: true;
}

const REFERENCE = "its id, provider/label, or the provider when it has one key";

/**
 * Shows, switches, tries, rotates and removes provider keys. With `--json`:
 * - `keys list`: `{ schema, keys: [key] }`, see `keyJson`
 * - `keys enable`, `keys disable`: `{ schema, key }`
 * - `keys test`: `{ schema, key, ok, latency_ms, message, models }`
 * - `keys rotate`: `{ schema, key, trial }`, `trial` null under `--force`
 * - `keys remove`: `{ schema, key, removed_models }`
 */
export const registerKeys: RegisterCommand = (program, context) => {
  const keys = program.command("keys").description(
    "show, switch, test, rotate, remove provider keys",
  );
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

  const test = withJson(keys.command("test <key>"))
    .description(`ask the provider whether it takes a key: ${REFERENCE}`)
    .action((key: string, options: Options) => testKey(context, key, options));
  examples(test, ["flow-router keys test openai/team-b", "lists its models, which costs nothing"]);

  const rotate = withJson(keys.command("rotate <key>"))
    .description(`put a new secret in place of the old one, once it works: ${REFERENCE}`)
    .option("--key-stdin", "read the new key from standard input")
    .option("--force", "take it untried")
    .action((key: string, options: Options) => rotateKey(context, key, options));
  examples(
    rotate,
    ["flow-router keys rotate openai", "asks for the new key"],
    ["flow-router keys rotate openai --key-stdin < key.txt", "in a script"],
  );

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
    const { id } = await findProviderKey(installation.db, reference);
    const { key } = await changeProviderKey(installation, CLI_ACTOR, id, { enabled });
    context.output.note(`${nameOf(key)} is ${enabled ? "enabled" : "disabled"}.`);
    if (json) context.output.json({ key: keyJson(key) });
  });
}

function testKey(context: CliContext, reference: string, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { output } = context;
    const key = await findProviderKey(installation.db, reference);
    if (key.sealedKey !== null) await enterVault(installation, context);
    const trial = await tryProviderKey({ ...installation, call: providerCalls() }, key.id);
    if (json) output.json({ key: `${key.provider}/${key.label}`, ...trialJson(trial) });
    if (!trial.ok) throw new CliError(EXIT.failed, trial.message);
    output.note(`${trial.message} (${trial.latencyMs} ms)`);
  });
}

function rotateKey(context: CliContext, reference: string, options: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { output, prompt } = context;
    const { id } = await findProviderKey(installation.db, reference);
    const secret = options.keyStdin
      ? await prompt.piped("--key-stdin")
      : await prompt.hidden({ ask: "New key", instead: "--key-stdin" });
    await enterVault(installation, context);
    const parts = { ...installation, call: providerCalls() };
    const force = options.force === true;
    const { key, trial } = await rotateProviderKey(parts, CLI_ACTOR, id, { secret, force });
    output.note(`${nameOf(key)} has a new key. ${trial?.message ?? "It was not tried."}`);
    if (options.json) {
      output.json({ key: keyJson(key), trial: trial === null ? null : trialJson(trial) });
    }
  });
}

const trialJson = ({ ok, latencyMs, message, models }: KeyTrial) => ({
  ok,
  latency_ms: latencyMs,
  message,
  models,
});

function removeKey(
  context: CliContext,
  reference: string,
  { json, yes }: Options,
): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    await confirm(context, yes, `Remove the key ${reference} for good?`);
    const { id } = await findProviderKey(installation.db, reference);
    const { key, removedModels } = await removeProviderKey(installation, CLI_ACTOR, id);
    const more = removedModels === 0 ? "" : ` So are ${removedModels} models of its provider.`;
    context.output.note(`${nameOf(key)} is removed.${more}`);
    if (json) context.output.json({ key: keyJson(key), removed_models: removedModels });
  });
}

const nameOf = ({ provider, label }: ProviderKeyView): string => `${provider}/${label}`;
