/**
 * Questions at the terminal. Without a terminal nothing is asked: the command ends and names the
 * flag that gives the answer.
 *
 * @module
 */
import { Secret } from "../domain/secret.ts";
import { CliError, EXIT } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** A question. */
export interface Question {
  /** What is asked for, as it stands before the colon: `Master password`. */
  readonly ask: string;
  /** How to answer without a terminal: `--password-stdin`. */
  readonly instead: string;
}

const CTRL_C = "\x03";
const CTRL_D = "\x04";
const CTRL_U = "\x15";
const BACKSPACE = ["\x7f", "\b"];
const ESCAPE = "\x1b";
const MAX_PIPED_BYTES = 1024 * 1024;

/** Asks on stderr, reads from stdin. */
export class Prompt {
  readonly #decoder = new TextDecoder();
  /** Read, but not yet part of an answer: what was pasted or piped behind a line end. */
  #ahead = "";

  constructor(private readonly terminal: Terminal) {}

  /** Whether a person can be asked: they see stderr and type into stdin. */
  get isInteractive(): boolean {
    return this.terminal.stdin.isTerminal && this.terminal.stderr.isTerminal;
  }

  /** One visible line, without surrounding blanks. */
  async line(question: Question): Promise<string> {
    this.#refuseWithoutTerminal(question);
    this.terminal.stderr.write(`${question.ask}: `);
    let line = "";
    for (;;) {
      const character = await this.#next();
      if (character === "\n" || character === "\r") return line.trim();
      line += character;
    }
  }

  /** `y` or `yes` is true, everything else false. */
  async confirm(question: Question): Promise<boolean> {
    const answer = await this.line({ ...question, ask: `${question.ask} [y/N]` });
    return /^y(es)?$/i.test(answer);
  }

  /** One line that is not shown while it is typed; blanks are kept. */
  async hidden(question: Question): Promise<Secret> {
    this.#refuseWithoutTerminal(question);
    const { stdin, stderr } = this.terminal;
    // Before the question: what is typed the moment it shows must not be echoed.
    stdin.setRaw(true);
    try {
      stderr.write(`${question.ask}: `);
      return new Secret(await this.#hiddenLine());
    } finally {
      stdin.setRaw(false);
      stderr.write("\n");
    }
  }

  /**
   * All of stdin, for `--…-stdin` flags; the last line end does not count.
   *
   * @throws CliError 2 when stdin is a terminal, empty or beyond 1 MiB
   */
  async piped(flag: string): Promise<Secret> {
    if (this.terminal.stdin.isTerminal) {
      throw new CliError(EXIT.usage, `${flag} reads standard input: pipe the value into it.`);
    }
    const bytes = new Uint8Array(MAX_PIPED_BYTES + 1);
    let length = 0;
    for (;;) {
      const read = await this.terminal.stdin.read(bytes.subarray(length));
      if (read === null) break;
      length += read;
      if (length > MAX_PIPED_BYTES) {
        throw new CliError(EXIT.usage, `${flag} takes at most 1 MiB from standard input.`);
      }
    }
    const text = this.#decoder.decode(bytes.subarray(0, length)).replace(/\r?\n$/, "");
    bytes.fill(0);
    if (text === "") throw new CliError(EXIT.usage, `${flag} found nothing on standard input.`);
    return new Secret(text);
  }

  async #hiddenLine(): Promise<string> {
    let typed: string[] = [];
    for (;;) {
      const character = await this.#next();
      if (character === "\r" || character === "\n") return typed.join("");
      if (character === CTRL_C || (character === CTRL_D && typed.length === 0)) throw interrupted();
      if (character === CTRL_U) typed = [];
      else if (BACKSPACE.includes(character)) typed.pop();
      else if (character === ESCAPE) this.#ahead = withoutSequence(this.#ahead);
      else if (character >= " ") typed.push(character);
    }
  }

  /** The next character, a whole code point. */
  async #next(): Promise<string> {
    while (this.#ahead === "") {
      const buffer = new Uint8Array(4096);
      const read = await this.terminal.stdin.read(buffer);
      if (read === null) throw interrupted();
      this.#ahead = this.#decoder.decode(buffer.subarray(0, read), { stream: true });
      buffer.fill(0);
    }
    const character = String.fromCodePoint(this.#ahead.codePointAt(0)!);
    this.#ahead = this.#ahead.slice(character.length);
    return character;
  }

  #refuseWithoutTerminal({ ask, instead }: Question): void {
    if (this.isInteractive) return;
    throw new CliError(
      EXIT.usage,
      `Cannot ask for "${ask}": this is not a terminal. Use ${instead} instead.`,
    );
  }
}

const interrupted = (): CliError => new CliError(EXIT.interrupted, "Interrupted.");

/** What follows a key such as an arrow: `[A`, `[3~`, `OP`. */
function withoutSequence(ahead: string): string {
  return ahead.replace(/^(?:\[[0-9;?]*[ -/]*[@-~]|O[A-Z])/, "");
}
