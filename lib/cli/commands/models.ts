/**
 * `flow-router models`
 *
 * @module
 */
import { addModel, removeModel, showModels, switchModels } from "../../admin/model_catalog.ts";
import { planSync, type SyncedProvider, syncModels } from "../../admin/model_sync.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import type { StoredProviderModel } from "../../store/provider_models.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { withInstallation } from "../installation.ts";
import { providerCalls } from "../outbound.ts";
import type { RegisterCommand } from "../program.ts";
import type { Column } from "../table.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";
import { enterVault } from "../vault_entry.ts";
import { registerModelExtras } from "./model_extras.ts";

interface Options {
  readonly json?: true;
  readonly provider?: string;
  readonly enabled?: true;
  readonly disabled?: true;
  readonly enable?: true;
  readonly name?: string;
}

/**
 * The catalog of models. With `--json`:
 * - `models list`: `{ schema, models: [model] }`
 * - `models sync`: `{ schema, providers: [{ provider, listed, added: [name], vanished: [name],
 *   error }] }`
 * - `models enable`, `models disable`: `{ schema, models: [model] }`, those that were meant
 * - `models add`, `models remove`: `{ schema, model }`
 * - `models alias`, `models price`, `models strict`: see `model_extras.ts`
 *
 * `model` is `{ provider, model, display_name, owned_by, created, enabled, synced_at, manual,
 * missing_since }`.
 */
export const registerModels: RegisterCommand = (program, context) => {
  const models = program.command("models")
    .description("the catalog: which models the providers offer, and which of them are shown");
  examples(
    models,
    ["flow-router models sync", "fetch the lists of all providers"],
    ["flow-router models enable 'openai/gpt-*'", "show some at /v1/models"],
  );

  const list = withJson(models.command("list", { isDefault: true }))
    .description("show the catalog")
    .option("--provider <name>", "of one provider only")
    .option("--enabled", "enabled ones only")
    .option("--disabled", "disabled ones only")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(models, list.args);
      return listModels(context, options);
    });
  examples(
    list,
    ["flow-router models list --provider openai", "of one provider"],
    ["flow-router models list --enabled --json", "what /v1/models shows, for programs"],
  );

  const sync = withJson(models.command("sync [provider]"))
    .description("fetch the list of a provider, or of all that have a key")
    .option("--enable", "enable models that are new")
    .action((provider: string | undefined, options: Options) =>
      syncCatalog(context, provider ?? null, options)
    );
  examples(
    sync,
    ["flow-router models sync", "of all providers"],
    ["flow-router models sync ollama --enable", "of one, and show its models"],
  );

  for (const enabled of [true, false]) {
    const word = enabled ? "enable" : "disable";
    const command = withJson(models.command(`${word} <pattern...>`))
      .description(`${word} models by name; * and ? stand for any characters`)
      .action((patterns: string[], options: Options) =>
        switchCatalog(context, patterns, enabled, options)
      );
    examples(
      command,
      [`flow-router models ${word} gpt-4o`, "one model"],
      [`flow-router models ${word} 'groq/*' 'openai/o?'`, "all that fit"],
    );
  }

  const add = withJson(models.command("add <model>"))
    .description("add a model by hand, as provider/model")
    .option("--name <text>", "name for display")
    .option("--enable", "enable it at once")
    .action((model: string, options: Options) => addByHand(context, model, options));
  examples(add, ["flow-router models add perplexity/sonar-pro --enable", "one that is not listed"]);

  const remove = withJson(models.command("remove <model>"))
    .description("remove a model that was added by hand or that its provider no longer lists")
    .action((model: string, options: Options) => removeOne(context, model, options));
  examples(remove, [
    "flow-router models remove perplexity/sonar-pro",
    "one that was added by hand",
  ]);

  registerModelExtras(models, context);
};

const COLUMNS: readonly Column<StoredProviderModel>[] = [
  { heading: "PROVIDER", cell: ({ provider }) => provider },
  { heading: "MODEL", cell: ({ modelId }) => modelId },
  {
    heading: "STATE",
    cell: ({ enabled, missingSinceMs }) =>
      (enabled ? "enabled" : "disabled") + (missingSinceMs === null ? "" : ", missing"),
  },
  { heading: "OWNER", cell: ({ ownedBy }) => ownedBy ?? "" },
  { heading: "SYNCED", cell: ({ syncedAtMs }) => new Date(syncedAtMs).toISOString().slice(0, 10) },
];

function listModels(context: CliContext, options: Options): Promise<void> {
  const { provider, enabled, disabled, json } = options;
  if (enabled && disabled) {
    throw new CliError(EXIT.usage, "--enabled and --disabled exclude each other.");
  }
  return withInstallation(context, "refuse", async (installation) => {
    const models = await showModels(installation, {
      ...(provider === undefined ? {} : { provider }),
      ...(enabled ? { enabled: true } : disabled ? { enabled: false } : {}),
    });
    if (json) return context.output.json({ models: models.map(modelJson) });
    if (models.length > 0) return context.output.table(COLUMNS, models);
    context.output.note("No models. Fetch them with: flow-router models sync");
  });
}

function syncCatalog(
  context: CliContext,
  provider: string | null,
  { enable, json }: Options,
): Promise<void> {
  return withInstallation(context, "make", async (installation) => {
    const { output } = context;
    const parts = { ...installation, call: providerCalls() };
    const plans = await planSync(parts, provider);
    if (plans.length === 0) {
      throw new CliError(EXIT.failed, "There is no provider to ask. Add one: flow-router add-key");
    }
    if (plans.some(({ isSealed }) => isSealed)) await enterVault(installation, context);
    const results = await syncModels(parts, CLI_ACTOR, plans, enable === true);
    for (const result of results) tellSynced(context, result, enable === true);
    if (json) output.json({ providers: results.map(syncJson) });
    const failed = results.filter(({ problem }) => problem !== null).length;
    if (failed > 0) {
      throw new CliError(EXIT.failed, `${failed} of ${results.length} providers gave no list.`);
    }
  });
}

function tellSynced({ output }: CliContext, result: SyncedProvider, enable: boolean): void {
  const { provider, listed, added, vanished, problem } = result;
  if (problem !== null) return output.warn(`${provider}: ${problem.message}`);
  const state = added.length === 0 || enable ? "" : ", disabled";
  const gone = vanished.length === 0 ? "" : `, ${vanished.length} no longer listed`;
  output.note(`${provider}: ${listed} models, ${added.length} new${state}${gone}.`);
}

function switchCatalog(
  context: CliContext,
  patterns: readonly string[],
  enabled: boolean,
  { json }: Options,
): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const models = await switchModels(installation, CLI_ACTOR, { patterns }, enabled);
    const word = models.length === 1 ? "model is" : "models are";
    context.output.note(`${models.length} ${word} ${enabled ? "enabled" : "disabled"}.`);
    if (json) context.output.json({ models: models.map(modelJson) });
  });
}

function addByHand(context: CliContext, name: string, options: Options): Promise<void> {
  const slash = name.indexOf("/");
  if (slash < 1) {
    throw new CliError(EXIT.usage, `Name the provider as well, as in 'openai/${name}'.`);
  }
  return withInstallation(context, "make", async (installation) => {
    const model = await addModel(installation, CLI_ACTOR, {
      provider: name.slice(0, slash),
      modelId: name.slice(slash + 1),
      displayName: options.name ?? null,
      enabled: options.enable === true,
    });
    const state = model.enabled ? "enabled" : "disabled";
    context.output.note(`Added ${model.provider}/${model.modelId}, ${state}.`);
    if (options.json) context.output.json({ model: modelJson(model) });
  });
}

function removeOne(context: CliContext, name: string, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const all = await showModels(installation);
    const meant = all.find(({ provider, modelId }) => `${provider}/${modelId}` === name);
    if (meant === undefined) {
      throw new CliError(EXIT.failed, `The catalog has no model '${name}'.`);
    }
    const model = await removeModel(installation, CLI_ACTOR, meant.id);
    context.output.note(`${name} is removed.`);
    if (json) context.output.json({ model: modelJson(model) });
  });
}

function modelJson(model: StoredProviderModel): Record<string, unknown> {
  return {
    provider: model.provider,
    model: model.modelId,
    display_name: model.displayName,
    owned_by: model.ownedBy,
    created: model.rawCreated,
    enabled: model.enabled,
    synced_at: new Date(model.syncedAtMs).toISOString(),
    manual: model.isManual,
    missing_since: model.missingSinceMs === null
      ? null
      : new Date(model.missingSinceMs).toISOString(),
  };
}

function syncJson(synced: SyncedProvider): Record<string, unknown> {
  const { provider, listed, added, vanished, problem } = synced;
  return { provider, listed, added, vanished, error: problem?.message ?? null };
}
