/**
 * What commands say: data on stdout, talk on stderr.
 *
 * @module
 */
import { type Column, tableLines } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** What the user asked of all output. */
export interface OutputModes {
  /** No talk but warnings and errors. */
  readonly quiet: boolean;
  /** More talk. */
  readonly verbose: boolean;
  readonly color: boolean;
}

/** Version of the shape of `--json` documents; raised when a field goes or changes its meaning. */
export const JSON_SCHEMA = 1;

type Style = "bold" | "dim" | "red" | "yellow" | "green";

const CODES: Record<Style, readonly [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  yellow: [33, 39],
  green: [32, 39],
};

/** The way out for every command. Each method writes whole lines. */
export class Output {
  constructor(private readonly terminal: Terminal, private readonly modes: () => OutputModes) {}

  /** Data, one or more lines. */
  data(text: string): void {
    this.terminal.stdout.write(`${text}\n`);
  }

  /** One JSON document with `"schema": 1` first: indented for a person, else in one line. */
  json(document: Readonly<Record<string, unknown>>): void {
    const indent = this.terminal.stdout.isTerminal ? 2 : 0;
    this.data(JSON.stringify({ schema: JSON_SCHEMA, ...document }, null, indent));
  }

  /** One object of a stream of JSON lines. */
  jsonLine(object: Readonly<Record<string, unknown>>): void {
    this.data(JSON.stringify({ schema: JSON_SCHEMA, ...object }));
  }

  /** A table with headings. */
  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void {
    const [headings, ...lines] = tableLines(columns, rows);
    this.data([this.style("bold", headings!), ...lines].join("\n"));
  }

  /** Talk; silent with `--quiet`. */
  note(text: string): void {
    if (!this.modes().quiet) this.#talk(text);
  }

  /** Talk for the curious; only with `--verbose`. */
  detail(text: string): void {
    if (this.modes().verbose) this.#talk(this.style("dim", text, "stderr"));
  }

  warn(text: string): void {
    this.#talk(`${this.style("yellow", "warning:", "stderr")} ${text}`);
  }

  error(text: string): void {
    this.#talk(`${this.style("red", "error:", "stderr")} ${text}`);
  }

  /** The text in a style, where colour is wanted and the stream is a terminal. */
  style(style: Style, text: string, on: "stdout" | "stderr" = "stdout"): string {
    if (!this.hasColor(on)) return text;
    const [begin, end] = CODES[style];
    return `\x1b[${begin}m${text}\x1b[${end}m`;
  }

  /** Whether a stream is shown in colour. */
  hasColor(on: "stdout" | "stderr"): boolean {
    return this.terminal[on].isTerminal && this.modes().color && !this.terminal.noColor;
  }

  #talk(text: string): void {
    this.terminal.stderr.write(`${text}\n`);
  }
}
