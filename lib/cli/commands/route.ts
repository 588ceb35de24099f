/**
 * `flow-router route`
 *
 * @module
 */
import { decisionJson } from "../../admin/log_json.ts";
import { RouterConfig } from "../../admin/router_config.ts";
import { fileOptions } from "../../admin/router_options.ts";
import { trialPrompt, tryPrompt } from "../../admin/router_trial.ts";
import { classifierFor } from "../../router/classifiers.ts";
import { decisionLines } from "../../router/decision_text.ts";
import { type RouterOptions, routerSettings } from "../../router/settings.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { databasePath, fileExists, withInstallation } from "../installation.ts";
import type { RegisterCommand } from "../program.ts";
import { examples, withJson } from "../usage.ts";
import { systemClock } from "../world.ts";

interface Options {
  readonly stdin?: true;
  readonly model: string;
  readonly json?: true;
}

/**
 * Tells where a prompt would go, and why. With `--json`: one document, `{ is_on, applies, decision }`,
 * with the decision as the log shows it.
 */
export const registerRoute: RegisterCommand = (program, context) => {
  const route = withJson(program.command("route [prompt]"))
    .description("tell which model the smart router would choose for a prompt, and why")
    .option("--stdin", "read the prompt from standard input")
    .option("--model <name>", "the model that is asked for", "auto")
    .action((prompt: string | undefined, options: Options) => showRoute(context, prompt, options));
  examples(
    route,
    ['flow-router route "Prove that there are infinitely many primes"', "in words and numbers"],
    ["flow-router route --stdin --json < prompt.txt", "for programs"],
  );
};

async function showRoute(
  context: CliContext,
  given: string | undefined,
  { stdin, model, json }: Options,
): Promise<void> {
  const { output } = context;
  const text = await promptText(context, given, stdin === true);
  const options = await effectiveOptions(context);
  const isOn = options.enabled && options.strategy !== "off";
  const tried = isOn ? options : { ...options, enabled: true, strategy: "complexity" as const };
  const { decision, applies } = await tryPrompt(
    trialPrompt("openai_chat", { messages: [{ role: "user", content: text }] }, model),
    { options: tried, settings: routerSettings(tried), classifier: classifierFor(tried) },
    systemClock,
    new AbortController().signal,
  );
  if (json) {
    output.json({ is_on: isOn, applies: isOn && applies, decision: decisionJson(decision) });
    return;
  }
  if (!isOn) {
    output.warn("The smart router is off (smart_router.enabled): this is what it would do.");
  } else if (!applies) {
    output.warn(`Requests for '${model}' are not routed (smart_router.apply_to).`);
  }
  output.data(decisionLines(decision).join("\n"));
}

async function promptText(
  { prompt }: CliContext,
  given: string | undefined,
  fromStdin: boolean,
): Promise<string> {
  if (fromStdin === (given !== undefined)) {
    throw new CliError(EXIT.usage, "Give the prompt as one argument, or pipe it in with --stdin.");
  }
  return given ?? (await prompt.piped("--stdin")).reveal();
}

/** What a gateway in this folder would go by: what was changed over its API, else the file. */
async function effectiveOptions(context: CliContext): Promise<RouterOptions> {
  const { config } = context.loadConfig();
  if (!await fileExists(databasePath(config, context))) return fileOptions(config);
  return await withInstallation(context, "refuse", async ({ db, clock }) => {
    const warn = (message: string) => context.output.warn(message);
    const router = new RouterConfig({
      db,
      clock,
      log: { debug() {}, info() {}, warn, error: warn },
      fromFile: () => fileOptions(config),
      classifierFor,
    });
    await router.load();
    return router.current.options;
  });
}
