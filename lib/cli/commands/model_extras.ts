/**
 * `flow-router models alias | price | strict`
 *
 * @module
 */
import type { Command } from "commander";
import { changeCatalogSettings, showCatalogSettings } from "../../admin/catalog_settings.ts";
import { removeModelAlias, saveModelAlias, showModelAliases } from "../../admin/model_aliases.ts";
import { addModelPrice, removeModelPrice, showModelPrices } from "../../admin/model_prices.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import type { StoredModelPrice } from "../../store/model_prices.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { withInstallation } from "../installation.ts";
import { momentOf } from "../moment.ts";
import { priceOption } from "../option_values.ts";
import { examples, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
  readonly remove?: true;
  readonly price?: Readonly<Record<string, number>>;
  readonly from?: string;
  readonly until?: string;
  readonly note?: string;
}

/**
 * Adds them to `models`. With `--json`:
 * - `models alias`: `{ schema, aliases: [{ alias, target }] }`, all that there are afterwards
 * - `models price`: `{ schema, prices: [{ id, model, prices, valid_from, valid_until, note }] }`
 * - `models strict`: `{ schema, strict }`
 */
export function registerModelExtras(models: Command, context: CliContext): void {
  const alias = withJson(models.command("alias [name] [model]"))
    .description("show names of your own for models, or set one")
    .option("--remove", "remove the name")
    .action((name: string | undefined, model: string | undefined, options: Options) =>
      aliases(context, name, model, options)
    );
  examples(
    alias,
    ["flow-router models alias", "all of them"],
    ["flow-router models alias fast groq/llama-3.3-70b-versatile", "'fast' from now on"],
    ["flow-router models alias fast --remove", "no longer"],
  );

  const price = withJson(models.command("price [model]"))
    .description("show prices of your own, which go before published ones, or add some")
    .option("--price <unit=usd>", "as in input_mtok=0.5; may be repeated", priceOption)
    .option("--from <when>", "from when they hold; now when not given")
    .option("--until <when>", "until when")
    .option("--note <text>", "where they come from")
    .option("--remove", "remove prices, named by their id")
    .action((model: string | undefined, options: Options) => prices(context, model, options));
  examples(
    price,
    [
      "flow-router models price lab/m --price input_mtok=0.2 --price output_mtok=0.8",
      "dollars for a million tokens",
    ],
    ["flow-router models price", "all of them"],
  );

  const strict = withJson(models.command("strict [on-or-off]"))
    .description("whether only enabled models may be asked for")
    .action((word: string | undefined, options: Options) => strictness(context, word, options));
  examples(strict, ["flow-router models strict on", "all others are a 404 from now on"]);
}

function aliases(
  context: CliContext,
  alias: string | undefined,
  target: string | undefined,
  { json, remove }: Options,
): Promise<void> {
  if (alias !== undefined && (target === undefined) !== (remove === true)) {
    throw new CliError(EXIT.usage, "Name the alias and a model, or the alias and --remove.");
  }
  return withInstallation(context, "make", async (installation) => {
    const { output } = context;
    if (alias !== undefined && target === undefined) {
      await removeModelAlias(installation, CLI_ACTOR, alias);
      output.note(`'${alias}' is removed.`);
    } else if (alias !== undefined && target !== undefined) {
      const saved = await saveModelAlias(installation, CLI_ACTOR, { alias, target });
      output.note(`'${saved.alias}' stands for ${saved.target}.`);
    }
    const all = await showModelAliases(installation);
    if (json) return output.json({ aliases: all });
    if (alias !== undefined) return;
    if (all.length === 0) return output.note("There are no aliases.");
    output.table([
      { heading: "ALIAS", cell: (one) => one.alias },
      { heading: "STANDS FOR", cell: (one) => one.target },
    ], all);
  });
}

function prices(
  context: CliContext,
  model: string | undefined,
  { json, remove, price, from, until, note }: Options,
): Promise<void> {
  if (model !== undefined && (price === undefined) !== (remove === true)) {
    throw new CliError(EXIT.usage, "Name a model and --price, or an id and --remove.");
  }
  return withInstallation(context, "make", async (installation) => {
    const { output } = context;
    const nowMs = installation.clock.now();
    const moment = (text: string | undefined, flag: string) =>
      text === undefined ? null : momentOf(text, nowMs, "ahead", flag);
    if (model !== undefined && remove) {
      await removeModelPrice(installation, CLI_ACTOR, model);
      output.note("The prices are removed.");
    } else if (model !== undefined && price !== undefined) {
      const added = await addModelPrice(installation, CLI_ACTOR, {
        model,
        prices: price,
        validFromMs: moment(from, "--from"),
        validUntilMs: moment(until, "--until"),
        note: note ?? null,
      });
      output.note(`${added.provider}/${added.modelId} has prices of its own.`);
    }
    const all = await showModelPrices(installation);
    if (json) return output.json({ prices: all.map(priceJson) });
    if (model !== undefined) return;
    if (all.length === 0) return output.note("There are no prices of your own.");
    output.table([
      { heading: "MODEL", cell: (one) => `${one.provider}/${one.modelId}` },
      {
        heading: "PRICES, USD",
        cell: (one) => Object.entries(one.prices).map((pair) => pair.join("=")).join(" "),
      },
      { heading: "FROM", cell: (one) => day(one.validFromMs) },
      { heading: "UNTIL", cell: (one) => one.validUntilMs === null ? "" : day(one.validUntilMs) },
      { heading: "ID", cell: (one) => one.id },
    ], all);
  });
}

function strictness(
  context: CliContext,
  word: string | undefined,
  { json }: Options,
): Promise<void> {
  if (word !== undefined && word !== "on" && word !== "off") {
    throw new CliError(EXIT.usage, `'${word}' is neither 'on' nor 'off'.`);
  }
  return withInstallation(context, "make", async (installation) => {
    const { strict } = word === undefined
      ? await showCatalogSettings(installation)
      : await changeCatalogSettings(installation, CLI_ACTOR, { strict: word === "on" });
    context.output.note(
      strict ? "Only enabled models may be asked for." : "Any model may be asked for.",
    );
    if (json) context.output.json({ strict });
  });
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function priceJson(price: StoredModelPrice): Record<string, unknown> {
  const { id, provider, modelId, validFromMs, validUntilMs, note } = price;
  return {
    id,
    model: `${provider}/${modelId}`,
    prices: price.prices,
    valid_from: new Date(validFromMs).toISOString(),
    valid_until: validUntilMs === null ? null : new Date(validUntilMs).toISOString(),
    note,
  };
}
