/**
 * The process's log: lines on stderr, through LogTape.
 *
 * @module
 */
import { configureSync, getLogger, type LogRecord } from "@logtape/logtape";
import type { Clock, Log } from "../domain/ports.ts";
import { formatJson, formatText, type LogEntry, type LogLevel } from "./log_format.ts";

/** How to log. */
export interface LogOptions {
  /** Least important messages that are written. */
  readonly level: "DEBUG" | "INFO" | "WARNING" | "ERROR";
  /** `auto`: text on a terminal, JSON lines elsewhere. */
  readonly format: "auto" | "text" | "json";
  readonly clock: Pick<Clock, "now">;
  /** Default: stderr. */
  readonly output?: LogOutput;
}

/** Where lines go. */
export interface LogOutput {
  readonly isTerminal: boolean;
  readonly color: boolean;
  /** Takes one line, its end included. */
  write(line: string): void;
}

/**
 * Sets up the process-wide log and returns its port. Messages are plain text, not templates; what
 * varies belongs into the fields. Every line passes redaction. A later call replaces the set-up.
 */
export function createLog(options: LogOptions): Log {
  const { level, clock, output = stderrOutput() } = options;
  const asText = options.format === "text" || (options.format === "auto" && output.isTerminal);
  const lines = (record: LogRecord): void => {
    const entry = entryOf(record);
    output.write((asText ? formatText(entry, output.color) : formatJson(entry)) + "\n");
  };
  configureSync({
    reset: true,
    sinks: { lines },
    loggers: [
      { category: "flow", lowestLevel: LEVELS[level], sinks: ["lines"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["lines"] },
    ],
  });
  const logger = getLogger("flow");
  const write = (level: LogLevel) => (message: string, fields: Record<string, unknown> = {}) =>
    logger.emit({
      timestamp: clock.now(),
      level,
      message: [message],
      rawMessage: message,
      properties: fields,
    });
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warning"),
    error: write("error"),
  };
}

const LEVELS = { DEBUG: "debug", INFO: "info", WARNING: "warning", ERROR: "error" } as const;

function entryOf({ timestamp, level, message, properties }: LogRecord): LogEntry {
  const known = level === "trace" ? "debug" : level === "fatal" ? "error" : level;
  return { timestamp, level: known, message: message.join(""), fields: properties };
}

/** stderr; colour on a terminal unless NO_COLOR is set. */
function stderrOutput(): LogOutput {
  const isTerminal = Deno.stderr.isTerminal();
  const encoder = new TextEncoder();
  return {
    isTerminal,
    color: isTerminal && !Deno.noColor,
    write(line) {
      const bytes = encoder.encode(line);
      try {
        for (let done = 0; done < bytes.length;) {
          done += Deno.stderr.writeSync(bytes.subarray(done));
        }
      } catch (error) {
        // A closed stderr leaves nowhere to say so, and must not fail the request that logs.
        if (!(error instanceof Error)) throw error;
      }
    },
  };
}
