/**
 * `flow-router tokens`
 *
 * @module
 */
import {
  type CallerTokenView,
  changeCallerToken,
  createCallerToken,
  removeCallerToken,
  rotateCallerToken,
  showCallerTokens,
} from "../../admin/caller_tokens.ts";
import { findCallerToken } from "../../admin/key_reference.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import { listOption, tagOption } from "../option_values.ts";
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
  readonly models?: readonly string[];
  readonly providers?: readonly string[];
  readonly tag?: Readonly<Record<string, string>>;
  /** False for `--no-log-bodies`. */
  readonly logBodies: boolean;
}

const REFERENCE = "its name, its first characters or its id";

/**
 * Creates, shows, switches and deletes caller tokens. With `--json`:
 * - `tokens create`, `tokens rotate`: `{ schema, token, caller_token }`, the only time that `token` is shown
 * - `tokens list`: `{ schema, caller_tokens: [caller_token] }`
 * - `tokens enable`, `tokens disable`: `{ schema, caller_token }`
 * - `tokens delete`: `{ schema, caller_token, left }`
 *
 * `caller_token` is `{ id, name, prefix, enabled, expired, expires_at, created_at, last_used_at,
 * allowed_models, allowed_providers, tags, log_bodies }`.
 */
export const registerTokens: RegisterCommand = (program, context) => {
  const tokens = program.command("tokens").description("caller tokens: who may use the gateway");
  examples(
    tokens,
    ["flow-router tokens create laptop", "a new token, shown once"],
    ["flow-router tokens list", "all tokens, by their first characters"],
  );

  const create = withJson(tokens.command("create <name>"))
    .description("make a token and print it on standard output, this once")
    .option("--expires <when>", "in 30d, 12h …, or on a date such as 2027-01-31")
    .option(
      "--models <patterns>",
      "models it may ask for, with commas: 'fast,openai/*'",
      listOption,
    )
    .option("--providers <patterns>", "providers it may ask for, with commas", listOption)
    .option("--tag <name=value>", "written to each of its log rows; may be repeated", tagOption)
    .option("--no-log-bodies", "keep no prompts and answers of its requests")
    .action((name: string, options: Options) => createToken(context, name, options));
  examples(
    create,
    ["flow-router tokens create laptop", "a token without an end"],
    ["flow-router tokens create ci --expires 90d", "one for three months"],
    ["flow-router tokens create kids --models 'openai/gpt-*-mini'", "one for small models only"],
    ["TOKEN=$(flow-router tokens create ci -q)", "in a script"],
  );

  const list = withJson(tokens.command("list", { isDefault: true }))
    .description("show all tokens")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(tokens, list.args);
      return listTokens(context, options);
    });
  examples(list, ["flow-router tokens list --json", "for programs"]);

  for (const enabled of [true, false]) {
    const word = enabled ? "enable" : "disable";
    const command = withJson(tokens.command(`${word} <token>`))
      .description(`${word} a token: ${REFERENCE}`)
      .action((token: string, options: Options) => switchToken(context, token, enabled, options));
    examples(command, [`flow-router tokens ${word} laptop`, "by its name"]);
  }

  const rotate = withJson(tokens.command("rotate <token>"))
    .description(`put a new token in place of one and print it; the old one ends: ${REFERENCE}`)
    .action((token: string, options: Options) => rotateToken(context, token, options));
  examples(rotate, ["flow-router tokens rotate laptop", "its name and limits stay"]);

  const remove = withJson(tokens.command("delete <token>"))
    .description(`delete a token for good: ${REFERENCE}`)
    .option("--yes", "do not ask")
    .action((token: string, options: Options) => deleteToken(context, token, options));
  examples(remove, ["flow-router tokens delete laptop --yes", "in a script"]);
};

function createToken(
  context: CliContext,
  name: string,
  { json, expires, models, providers, tag, logBodies }: Options,
): Promise<void> {
  return withInstallation(context, "make", async (installation) => {
    const { output } = context;
    const expiresAtMs = expires === undefined
      ? null
      : momentOf(expires, installation.clock.now(), "ahead", "--expires");
    const isFirst = (await showCallerTokens(installation)).length === 0;
    const { token, view } = await createCallerToken(installation, CLI_ACTOR, {
      name,
      expiresAtMs,
      allowedModels: models ?? null,
      allowedProviders: providers ?? null,
      tags: tag ?? null,
      logBodies,
    });
    output.note(`The token '${view.name}', shown only now:`);
    if (json) output.json({ token: token.reveal(), caller_token: tokenJson(view) });
    else output.data(token.reveal());
    if (isFirst && installation.config.security.caller_tokens === "auto") {
      output.note("From now on every request needs a token: 'Authorization: Bearer fgt_…'.");
    }
    if (installation.config.security.caller_tokens === "open") {
      output.warn("security.caller_tokens is 'open': requests without a token pass as well.");
    }
  });
}

const COLUMNS: readonly Column<CallerTokenView>[] = [
  { heading: "NAME", cell: ({ name }) => name },
  { heading: "TOKEN", cell: ({ prefix }) => `${prefix}…` },
  {
    heading: "STATE",
    cell: ({ enabled, isExpired }) => isExpired ? "expired" : enabled ? "enabled" : "disabled",
  },
  { heading: "EXPIRES", cell: ({ expiresAtMs }) => timeText(expiresAtMs) },
  { heading: "LAST USED", cell: ({ lastUsedAtMs }) => timeText(lastUsedAtMs) },
  {
    heading: "MAY ASK FOR",
    cell: ({ allowedModels, allowedProviders }) =>
      [...allowedModels ?? [], ...(allowedProviders ?? []).map((one) => `${one}/*`)].join(" ") ||
      "all",
  },
  { heading: "ID", cell: ({ id }) => id },
];

function listTokens(context: CliContext, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { output } = context;
    const tokens = await showCallerTokens(installation);
    if (json) return output.json({ caller_tokens: tokens.map(tokenJson) });
    if (tokens.length > 0) return output.table(COLUMNS, tokens);
    output.note("There are no caller tokens. Make one: flow-router tokens create NAME");
  });
}

function switchToken(
  context: CliContext,
  reference: string,
  enabled: boolean,
  { json }: Options,
): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { id } = await findCallerToken(installation.db, reference);
    const token = await changeCallerToken(installation, CLI_ACTOR, id, { enabled });
    context.output.note(`'${token.name}' is ${enabled ? "enabled" : "disabled"}.`);
    if (json) context.output.json({ caller_token: tokenJson(token) });
  });
}

function rotateToken(context: CliContext, reference: string, { json }: Options): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { output } = context;
    const { id } = await findCallerToken(installation.db, reference);
    const { token, view } = await rotateCallerToken(installation, CLI_ACTOR, id);
    output.note(`The new token '${view.name}', shown only now; the old one has ended:`);
    if (json) output.json({ token: token.reveal(), caller_token: tokenJson(view) });
    else output.data(token.reveal());
  });
}

function deleteToken(
  context: CliContext,
  reference: string,
  { json, yes }: Options,
): Promise<void> {
  return withInstallation(context, "refuse", async (installation) => {
    const { output } = context;
    // Not the reference as it was typed: it may be the whole token.
    const question = "Delete this token for good? Who uses it is shut out.";
    await confirm(context, yes, question);
    const { id } = await findCallerToken(installation.db, reference);
    const { token, left } = await removeCallerToken(installation, CLI_ACTOR, id);
    output.note(`'${token.name}' is deleted.`);
    if (left === 0 && installation.config.security.caller_tokens === "auto") {
      output.warn(
        "That was the last token. The gateway stays closed: make another one, or open it with " +
          "security.caller_tokens: open",
      );
    }
    if (json) output.json({ caller_token: tokenJson(token), left });
  });
}

function tokenJson(token: CallerTokenView): Record<string, unknown> {
  const time = (ms: number | null) => ms === null ? null : new Date(ms).toISOString();
  return {
    id: token.id,
    name: token.name,
    prefix: token.prefix,
    enabled: token.enabled,
    expired: token.isExpired,
    expires_at: time(token.expiresAtMs),
    created_at: time(token.createdAtMs),
    last_used_at: time(token.lastUsedAtMs),
    allowed_models: token.allowedModels,
    allowed_providers: token.allowedProviders,
    tags: token.tags,
    log_bodies: token.logBodies,
  };
}

function timeText(ms: number | null): string {
  return ms === null ? "never" : new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
