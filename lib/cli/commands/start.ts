/**
 * `flow-router start`
 *
 * @module
 */
import type { LoadedConfig } from "../../config/load.ts";
import type { Log } from "../../domain/ports.ts";
import { createLog } from "../../telemetry/log.ts";
import { autoUnlock } from "../auto_unlock.ts";
import type { CliContext, ParsedOptions } from "../context.ts";
import { CliError, EXIT } from "../exit.ts";
import { baseUrl, GatewayProcess } from "../gateway_process.ts";
import { openInBrowser } from "../open_browser.ts";
import type { RegisterCommand } from "../program.ts";
import { startBanner } from "../start_banner.ts";
import { untilStopped } from "../stop_signals.ts";
import { examples } from "../usage.ts";
import { systemClock } from "../world.ts";

const FLAG_PATHS = { host: "server.host", port: "server.port" };

/** Runs the gateway in the foreground until it is told to stop. */
export const registerStart: RegisterCommand = (program, context) => {
  const command = program.command("start")
    .description("start the gateway")
    .option("--host <address>", "address to listen on, instead of server.host")
    .option("--port <number>", "port to listen on, instead of server.port; 0 picks a free one")
    .option("--open", "open the start page in the browser")
    .action((options: ParsedOptions) => start(context, options));
  examples(
    command,
    ["flow-router start", "on 127.0.0.1:7798, or as the configuration says"],
    ["flow-router start --port 0", "on a free port"],
    ["flow-router start --config prod.yaml", "with another configuration file"],
  );
};

async function start(context: CliContext, options: ParsedOptions): Promise<void> {
  const loaded = context.loadConfig(options, FLAG_PATHS);
  const { level, format } = loaded.config.logging;
  const log = createLog({ level, format, clock: systemClock });
  const gateway = await GatewayProcess.open(loaded, context, log);
  try {
    const unlockProblem = await autoUnlock(gateway, loaded.config, context);
    const address = listen(gateway, loaded);
    context.output.note(startBanner(baseUrl(address), loaded, gateway.state, unlockProblem));
    if (options.open === true) openInBrowser(baseUrl(address), context.output);
    await untilStopped({
      reload: () => reload(gateway, context, options, log),
      stopping: () => context.output.note("Stopping; running streams may finish. Again: at once."),
    });
  } finally {
    await gateway.stop();
  }
}

function listen(gateway: GatewayProcess, { config: { server } }: LoadedConfig): Deno.NetAddr {
  try {
    return gateway.serve();
  } catch (error) {
    const where = `${server.host}:${server.port}`;
    if (error instanceof Deno.errors.AddrInUse) {
      throw new CliError(
        EXIT.inUse,
        `Cannot listen on ${where}: another program does. Stop it, or choose a port with --port.`,
        { cause: error },
      );
    }
    const said = error instanceof Error ? error.message : String(error);
    throw new CliError(EXIT.failed, `Cannot listen on ${where}: ${said}`, { cause: error });
  }
}

/** A broken new configuration changes nothing. */
async function reload(
  gateway: GatewayProcess,
  context: CliContext,
  options: ParsedOptions,
  log: Log,
): Promise<void> {
  try {
    await gateway.reconfigure(context.loadConfig(options, FLAG_PATHS));
    log.info("The configuration was read again");
  } catch (error) {
    log.error("The configuration was not changed", {
      problem: error instanceof Error ? error.message : String(error),
    });
  }
}
