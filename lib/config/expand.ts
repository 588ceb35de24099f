/**
 * `${NAME}` and `${NAME:-default}` in texts, as in a shell.
 *
 * @module
 */

/** A text with its variables put in. */
export interface Expanded {
  readonly text: string;
  /** Whether the whole text was one variable. */
  readonly whole: boolean;
  /** Names of the variables that were used. */
  readonly names: readonly string[];
  /** What went wrong, each as a rule that was broken; empty when all is well. */
  readonly faults: readonly string[];
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Puts variables into a text. `${NAME:-default}` takes the default when the variable is unset or
 * empty, and the default may hold variables itself. `$${` stands for a literal `${`; any other `$`
 * is left as it is.
 *
 * @param lookup value of a variable, undefined when unset; what it throws is passed on
 */
export function expand(text: string, lookup: (name: string) => string | undefined): Expanded {
  const names: string[] = [];
  const faults: string[] = [];
  let at = 0;
  /** Where a variable ends that the text starts with; 0 when it starts with something else. */
  let firstEnd = 0;

  /** Reads up to `end` (exclusive) or the end of the text; inside a default, `end` is `}`. */
  const read = (end: string | null): string => {
    let out = "";
    while (at < text.length && text[at] !== end) {
      if (text.startsWith("$${", at)) {
        out += "${";
        at += 3;
      } else if (text.startsWith("${", at)) {
        out += readVariable();
      } else {
        out += text[at++];
      }
    }
    return out;
  };

  const readVariable = (): string => {
    const start = at;
    NAME.lastIndex = at + 2;
    const name = NAME.exec(text)?.[0];
    at += 2 + (name?.length ?? 0);
    const fallback = text.startsWith(":-", at);
    if (fallback) at += 2;
    const faultsBefore = faults.length;
    const otherwise = fallback ? read("}") : undefined;
    if (name === undefined || text[at] !== "}") {
      faults.push(
        `holds a broken variable at "${text.slice(start, start + 24)}": write \${NAME} or ` +
          "${NAME:-default}, and $${ for a literal ${",
      );
      at = text.length;
      return "";
    }
    at++;
    if (start === 0) firstEnd = at;
    names.push(name);
    const value = lookup(name);
    if (otherwise !== undefined) {
      if (value === undefined || value === "") return otherwise;
      faults.length = faultsBefore;
      return value;
    }
    if (value === undefined) {
      faults.push(
        `needs the environment variable ${name}, which is not set: set it, or write ` +
          `\${${name}:-default}`,
      );
    }
    return value ?? "";
  };

  const expanded = read(null);
  return { text: expanded, whole: firstEnd > 0 && firstEnd === text.length, names, faults };
}
