/**
 * `flow-router unlock`
 *
 * @module
 */
import { isLoopback } from "../../admin/base_url.ts";
import { FlowError } from "../../domain/errors.ts";
import type { Secret } from "../../domain/secret.ts";
import type { RunningGateway, UnlockAnswer } from "../../http/running_gateway.ts";
import type { CliContext } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { gatewayAt, gatewayUrl } from "../outbound.ts";
import type { RegisterCommand } from "../program.ts";
import { examples, withJson } from "../usage.ts";
import { askPassword, passwordFromEnvironment } from "../vault_entry.ts";

interface Options {
  readonly url?: string;
  readonly passwordStdin?: true;
  readonly json?: true;
}

/**
 * Unlocks the vault of a running gateway. With `--json`: `{ schema, url, vault: "unlocked" }`.
 * Exit codes: 4 wrong password or too many, 5 no gateway answers.
 */
export const registerUnlock: RegisterCommand = (program, context) => {
  const command = withJson(program.command("unlock"))
    .description("unlock the vault of the running gateway with the master password")
    .option("--url <url>", "where the gateway is, instead of server.host and server.port")
    .option("--password-stdin", "read the master password from standard input")
    .action((options: Options) => unlock(context, options));
  examples(
    command,
    ["flow-router unlock", "asks for the password"],
    ["flow-router unlock --url http://127.0.0.1:9000", "one on another port"],
    ["pass show flow-router | flow-router unlock --password-stdin", "in a script"],
  );
};

async function unlock(context: CliContext, options: Options): Promise<void> {
  const url = targetUrl(context, options);
  const gateway = gatewayAt(url);
  // Nobody types a password for a gateway that is not there, and none is sent to a stranger.
  await requireGateway(gateway);
  const password = await readPassword(context, options);
  judge(await reach(gateway, () => gateway.unlock(password)), url);
  context.output.note(`The gateway at ${url} is unlocked.`);
  if (options.json) context.output.json({ url, vault: "unlocked" });
}

function targetUrl(context: CliContext, { url }: Options): string {
  if (url === undefined) {
    const configured = gatewayUrl(context.loadConfig().config);
    if (configured !== null) return configured;
    throw new CliError(EXIT.usage, "server.port is 0, any free port: say where with --url.");
  }
  const parsed = URL.parse(url);
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) {
    throw new CliError(EXIT.usage, `--url takes an address such as http://127.0.0.1:7798.`);
  }
  const host = parsed.hostname.replace(/^\[|\]$/g, "");
  if (parsed.protocol === "http:" && !isLoopback(host)) {
    throw new CliError(
      EXIT.usage,
      `The master password is not sent to ${parsed.host} over plain http: everybody on the way ` +
        "could read it. Use https, or unlock on that machine.",
    );
  }
  return parsed.origin;
}

async function requireGateway(gateway: RunningGateway): Promise<void> {
  if (await reach(gateway, () => gateway.vault()) !== null) return;
  throw new CliError(
    EXIT.unreachable,
    `What answers at ${gateway.url} is no gateway. Say where yours is with --url.`,
  );
}

async function reach<Answer>(
  { url }: RunningGateway,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof FlowError)) throw error;
    throw new CliError(
      EXIT.unreachable,
      `The gateway does not answer at ${url}. Start it with: flow-router start - or say where it ` +
        "is with --url.",
      { cause: error },
    );
  }
}

async function readPassword(context: CliContext, { passwordStdin }: Options): Promise<Secret> {
  if (passwordStdin) return await context.prompt.piped("--password-stdin");
  return passwordFromEnvironment(context) ?? await askPassword(context, "--password-stdin");
}

function judge(answer: UnlockAnswer, url: string): void {
  switch (answer.kind) {
    case "unlocked":
      return;
    case "wrong_password":
      throw new CliError(EXIT.locked, "The master password is wrong.");
    case "no_vault":
      throw new CliError(
        EXIT.locked,
        `The gateway at ${url} has no vault yet. Make one with: flow-router add-key`,
      );
    case "too_many_attempts": {
      const { retryAfterSeconds: wait } = answer;
      const when = wait === null ? "later" : `in ${wait} s`;
      throw new CliError(EXIT.locked, `Too many wrong passwords. Try again ${when}.`);
    }
    case "refused":
      throw new CliError(
        EXIT.failed,
        `The gateway at ${url} refused with status ${answer.status}. Its log says why.`,
      );
  }
}
