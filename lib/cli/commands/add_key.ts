/**
 * `flow-router add-key`
 *
 * @module
 */
import { type Command, Option } from "commander";
import { FORMAT_CHOICES } from "../../admin/key_format.ts";
import { cleanSecret } from "../../admin/key_secret.ts";
import { namedProvider, nearestProviders } from "../../admin/provider_name.ts";
import { addProviderKey, checkPlace } from "../../admin/provider_keys.ts";
import type { ProviderKeyView } from "../../admin/provider_key_view.ts";
import { CLI_ACTOR } from "../../domain/actor.ts";
import type { Secret } from "../../domain/secret.ts";
import { PROVIDERS } from "../../providers/registry.ts";
import type { FormatChoice } from "../../providers/provider.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { type Installation, withInstallation } from "../installation.ts";
import { integerOption } from "../option_values.ts";
import type { RegisterCommand } from "../program.ts";
import { keyJson } from "../provider_key_rows.ts";
import { unlockRunningGateway } from "../unlock_gateway.ts";
import { examples, withJson } from "../usage.ts";
import { enterVault } from "../vault_entry.ts";

interface Options {
  readonly provider?: string;
  readonly label?: string;
  readonly baseUrl?: string;
  readonly format: FormatChoice;
  readonly keyStdin?: true;
  /** False for `--no-key`; a text when somebody gave the key as an argument. */
  readonly key?: string | false;
  readonly weight: number;
  readonly priority: number;
  readonly disabled?: true;
  readonly allowLinkLocal?: true;
  readonly json?: true;
}

/** Options under which people try to give a secret; none of them is taken. */
const REFUSED = ["--api-key", "--secret", "--password", "--master-password"];

/**
 * Adds a provider key, by asking or, with flags, for scripts. With `--json`:
 * `{ schema, key, warnings, gateway: "unlocked" | "locked" | null }`, `key` as in `keys list`.
 */
export const registerAddKey: RegisterCommand = (program, context) => {
  const command = withJson(program.command("add-key"))
    .description("add a provider key to the vault; asks for what is not given")
    .option("--provider <name>", "provider, by id or alias, or a name of your own")
    .option("--label <text>", "name of the key; default, default-2 … when not given")
    .option("--base-url <url>", "where the provider's API is; needed for one of your own")
    .addOption(
      new Option("--format <name>", "format to speak, instead of the one that loses least")
        .choices(FORMAT_CHOICES).default("auto"),
    )
    .option("--key-stdin", "read the key from standard input")
    .addOption(new Option("--key <value>").hideHelp())
    .option("--no-key", "the provider needs no key")
    .option("--weight <n>", "share among keys of one priority", integerOption, 1)
    .option("--priority <n>", "keys of a lower number are used first", integerOption, 0)
    .option("--disabled", "add it switched off")
    .option("--allow-link-local", "allow a link-local or cloud-metadata address as base URL")
    .allowExcessArguments()
    .action((options: Options, self: Command) => addKey(context, options, self));
  for (const flag of REFUSED) command.addOption(new Option(`${flag} <value>`).hideHelp());
  examples(
    command,
    ["flow-router add-key", "asks for everything; the key is not shown"],
    ["flow-router add-key --provider openai --key-stdin < key.txt", "in a script"],
    ["flow-router add-key --provider ollama --no-key", "a model server on this machine"],
    [
      "flow-router add-key --provider lab --base-url http://10.0.0.5:8000/v1",
      "any OpenAI-compatible API",
    ],
    [
      "flow-router add-key --provider lab --base-url http://10.0.0.5/v1 --format anthropic_messages",
      "one that speaks as Anthropic does",
    ],
  );
  command.addHelpText(
    "after",
    "\nScripts give the master password in FLOWGATE_MASTER_PASSWORD or by the key file of\n" +
      "security.master_key_path. The first password given makes the vault.",
  );
};

async function addKey(context: CliContext, options: Options, command: Command): Promise<void> {
  refuseSecrets(options, command);
  if (options.key === false && options.keyStdin === true) {
    throw new CliError(EXIT.usage, "--no-key and --key-stdin exclude each other.");
  }
  const { output, prompt } = context;
  // What can be told beforehand is told before anybody types a password, and before a vault is made.
  await checkEarly(context, options);
  const piped = options.keyStdin ? cleanSecret(await prompt.piped("--key-stdin")) : null;
  await withInstallation(context, "make", async (installation) => {
    const password = options.key === false ? null : await enterVault(installation, context);
    const { provider, baseUrl } = await whereTo(installation, context, options);
    const label = options.label ?? await askLabel(context, options);
    const { key, warnings } = await addProviderKey(installation, CLI_ACTOR, {
      provider,
      label,
      secret: piped ?? await askSecret(installation, context, options, provider),
      baseUrl,
      format: options.format,
      weight: options.weight,
      priority: options.priority,
      enabled: options.disabled !== true,
      allowLinkLocal: options.allowLinkLocal === true,
    });
    for (const warning of warnings) output.warn(warning);
    output.note(added(key));
    const gateway = await unlockRunningGateway(installation, context, password);
    if (options.json) output.json({ key: keyJson(key), warnings, gateway });
  });
}

async function checkEarly(context: CliContext, options: Options): Promise<void> {
  const { providers } = context.loadConfig().config;
  const { provider, baseUrl = null, allowLinkLocal = false } = options;
  if (context.prompt.isInteractive) {
    if (provider !== undefined) namedProvider(provider, providers);
    return;
  }
  const wanted = provider ?? await context.prompt.line({ ask: "Provider", instead: "--provider" });
  checkPlace(providers, { provider: wanted, baseUrl, allowLinkLocal });
}

/** What stands in an argument has been seen already: in the process list and the shell's history. */
function refuseSecrets(options: Options, command: Command): void {
  const given = command.args.length > 0 || typeof options.key === "string" ||
    REFUSED.some((flag) => {
      const name = flag.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      return Reflect.get(options, name) !== undefined;
    });
  if (!given) return;
  throw new CliError(
    EXIT.usage,
    "A key cannot be given as an argument: other programs can read it in the process list, and the " +
      "shell keeps it in its history. Pipe it in with --key-stdin, or type it when asked. If what " +
      "you gave is a real key, replace it at the provider.",
  );
}

/** Provider and base URL, asked for as far as they are not given. */
async function whereTo(
  { configured }: Installation,
  { prompt, output }: CliContext,
  options: Options,
): Promise<{ readonly provider: string; readonly baseUrl: string | null }> {
  const given = options.baseUrl ?? null;
  if (options.provider !== undefined) {
    const isKnown = given !== null || namedProvider(options.provider, configured).baseUrl !== null;
    if (isKnown || !prompt.isInteractive) return { provider: options.provider, baseUrl: given };
  }
  if (options.provider === undefined) {
    output.note(`Providers: ${PROVIDERS.map(({ id }) => id).join(", ")}, or a name of your own.`);
  }
  let name = options.provider;
  for (;;) {
    const provider = name ?? await prompt.line({ ask: "Provider", instead: "--provider" });
    name = undefined;
    if (provider === "") continue;
    if (given !== null || namedProvider(provider, configured).baseUrl !== null) {
      return { provider, baseUrl: given };
    }
    output.note(whyBaseUrl(provider, configured));
    const ask = "Its base URL (nothing: another provider)";
    const baseUrl = await prompt.line({ ask, instead: "--base-url" });
    if (baseUrl !== "") return { provider, baseUrl };
  }
}

function whyBaseUrl(name: string, configured: Installation["configured"]): string {
  const { provider } = namedProvider(name, configured);
  if (provider.baseUrlExample !== undefined) {
    return `${provider.name} has an address of your own, such as ${provider.baseUrlExample}`;
  }
  const near = nearestProviders(name, configured);
  return `'${name}' is no built-in provider.` +
    (near.length === 0 ? "" : ` Did you mean ${near.join(" or ")}?`);
}

/** Asked only of people who are asked for the provider as well. */
async function askLabel({ prompt }: CliContext, options: Options): Promise<string | null> {
  if (options.provider !== undefined || !prompt.isInteractive) return null;
  const label = await prompt.line({ ask: "Label (nothing: default)", instead: "--label" });
  return label === "" ? null : label;
}

async function askSecret(
  { configured }: Installation,
  { prompt }: CliContext,
  options: Options,
  providerName: string,
): Promise<Secret | null> {
  if (options.key === false) return null;
  const { provider } = namedProvider(providerName, configured);
  const hint = provider.keyless === true
    ? " (nothing: it needs none)"
    : provider.keysUrl === undefined
    ? ""
    : ` (from ${provider.keysUrl})`;
  const secret = await prompt.hidden({
    ask: `Key for ${provider.name}${hint}`,
    instead: provider.keyless === true ? "--key-stdin or --no-key" : "--key-stdin",
  });
  return provider.keyless === true && secret.reveal().trim() === "" ? null : secret;
}

function added({ provider, label, masked, enabled }: ProviderKeyView): string {
  const what = masked === null ? "without a key" : masked;
  return `Added ${provider}/${label}: ${what}${enabled ? "" : ", switched off"}.`;
}
