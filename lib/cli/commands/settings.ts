/**
 * `flow-router settings`
 *
 * @module
 */
import { type LiveSetting, LiveSettings } from "../../admin/live_settings.ts";
import { valueOfText } from "../../config/environment.ts";
import { OPTIONS } from "../../config/options.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import type { Log } from "../../domain/ports.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { withInstallation } from "../installation.ts";
import type { RegisterCommand } from "../program.ts";
import type { Column } from "../table.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
}

/**
 * Shows and changes the settings that a running gateway takes over at once. With `--json`, all of
 * them: `{ schema, settings: [{ path, value, unit, description, origin, place, editable }] }`.
 */
export const registerSettings: RegisterCommand = (program, context) => {
  const settings = program.command("settings")
    .description("settings that take effect in a running gateway");
  examples(
    settings,
    ["flow-router settings", "each with its source"],
    ["flow-router settings set logging.retention_days 30", "keep requests for a month"],
  );
  const list = withJson(settings.command("list", { isDefault: true }))
    .description("show all settings that can be changed")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(settings, list.args);
      return withSettings(context, () => Promise.resolve(), options);
    });
  examples(list, ["flow-router settings list --json", "for programs"]);

  const set = withJson(settings.command("set <path> <value>"))
    .description("change a setting; it beats the configuration file")
    .action((path: string, text: string, options: Options) =>
      withSettings(
        context,
        (live) => live.change({ [path]: valueOf(path, text) }, CLI_ACTOR),
        options,
      )
    );
  examples(set, ["flow-router settings set security.ip_whitelist.mode whitelist", "a word"]);

  const reset = withJson(settings.command("reset <path>"))
    .description("give a setting back to the configuration file and its default")
    .action((path: string, options: Options) => {
      valueOf(path, "");
      return withSettings(context, (live) => live.change({ [path]: null }, CLI_ACTOR), options);
    });
  examples(reset, ["flow-router settings reset logging.retention_days", "as the file says"]);
};

const COLUMNS: readonly Column<LiveSetting>[] = [
  { heading: "SETTING", cell: ({ path }) => path },
  {
    heading: "VALUE",
    cell: ({ value, unit }) => `${Array.isArray(value) ? value.join(",") : value} ${unit}`.trim(),
  },
  {
    heading: "SOURCE",
    cell: ({ origin, place }) => place === null ? origin : `${origin} ${place}`,
  },
];

function withSettings(
  context: CliContext,
  act: (settings: LiveSettings) => Promise<void>,
  { json }: Options,
): Promise<void> {
  return withInstallation(context, "make", async ({ loaded, db, clock, audit, applyChanges }) => {
    const { output } = context;
    const say = (message: string, fields?: Record<string, unknown>) =>
      output.warn(`${message}: ${fields?.["problem"] ?? ""}`);
    const log: Log = { debug() {}, info() {}, warn: say, error: say };
    const settings = new LiveSettings(loaded, { db, clock, log, audit, takeEffect: applyChanges });
    await settings.load();
    await act(settings);
    if (json) output.json({ settings: settings.list() });
    else output.table(COLUMNS, settings.list());
  });
}

/** As a flag or a variable would say it: `a,b` is a list. */
function valueOf(path: string, text: string): unknown {
  const option = OPTIONS.find((one) => one.path === path);
  if (option !== undefined) return valueOfText(option.kind, text);
  throw new CliError(EXIT.usage, `There is no setting '${path}'. See: flow-router settings`);
}
