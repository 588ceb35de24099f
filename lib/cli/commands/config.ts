/**
 * `flow-router config`
 *
 * @module
 */
import type { ConfigEntry } from "../../config/listing.ts";
import { DEFAULT_FILES } from "../../config/find_file.ts";
import { locateConfig, readConfig } from "../../config/load.ts";
import { configError } from "../../config/problems.ts";
import type { CliContext } from "../context.ts";
import type { RegisterCommand } from "../program.ts";
import { examples, refuseUnknownSubcommand, withJson } from "../usage.ts";

interface Options {
  readonly json?: true;
}

/**
 * Shows the configuration in effect. With `--json`:
 * - `config`: `{ schema, file, options: [{ path, value, unit, description, origin, place }] }`
 * - `config check`: `{ schema, valid, file, problems: [{ source, path, text }] }`
 * - `config path`: `{ schema, file }`
 *
 * `file` is null when no file is read. Secrets are `[hidden]`.
 */
export const registerConfig: RegisterCommand = (program, context) => {
  const config = withJson(program.command("config"))
    .description("show the configuration in effect, and where each value comes from")
    .allowExcessArguments()
    .action((options: Options) => {
      refuseUnknownSubcommand(config);
      list(context, options);
    });
  examples(
    config,
    ["flow-router config", "every option, its value and its source"],
    ["flow-router config --json", "the same for programs"],
    ["flow-router config check", "whether the configuration is valid"],
    ["FLOWGATE_PORT=8080 flow-router config", "a variable beats the file"],
  );

  // `--json` belongs to `config`, which reads it behind its subcommands too.
  const check = config.command("check")
    .description("check the configuration; exit code 3 when it is not valid")
    .action(() => checkFile(context, config.opts<Options>()));
  examples(check, ["flow-router config check --config new.yaml", "before it is put into place"]);

  const path = config.command("path")
    .description("show which file is read; nothing when none is")
    .action(() => showPath(context, config.opts<Options>()));
  examples(path, ['$EDITOR "$(flow-router config path)"', "edit it"]);
};

function list({ output, loadConfig }: CliContext, { json }: Options): void {
  const loaded = loadConfig();
  if (json) return output.json({ file: loaded.file, options: loaded.list() });
  output.table<ConfigEntry>([
    { heading: "OPTION", cell: ({ path }) => path },
    { heading: "VALUE", cell: valueText },
    {
      heading: "SOURCE",
      cell: ({ origin, place }) => place === null ? origin : `${origin} ${place}`,
    },
  ], loaded.list());
  output.note(loaded.file === null ? noFile : `File: ${loaded.file}`);
}

function checkFile({ output, configSources }: CliContext, { json }: Options): void {
  const result = readConfig(configSources());
  const file = result.ok ? result.loaded.file : result.file;
  const problems = result.ok ? [] : result.problems;
  if (json) output.json({ valid: result.ok, file, problems });
  if (!result.ok) throw configError(result.problems);
  if (!json) output.note(`The configuration is valid: ${file ?? noFile}`);
}

function showPath({ output, configSources }: CliContext, { json }: Options): void {
  const file = locateConfig(configSources())?.path ?? null;
  if (json) return output.json({ file });
  if (file === null) output.note(noFile);
  else output.data(file);
}

const noFile = `no file (${DEFAULT_FILES.join(" or ")}), environment and defaults only`;

function valueText({ value, unit }: ConfigEntry): string {
  const text = typeof value === "string" && value !== "" ? value : JSON.stringify(value);
  return unit === "" ? text : `${text} ${unit}`;
}
