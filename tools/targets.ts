/** An executable that is released. */
export interface Target {
  /** Deno's name for the system. */
  readonly triple: string;
  /** Its name in dist/ and on the release page. */
  readonly file: string;
  /** The program of that system that opens a browser. */
  readonly opener: string;
}

/** The five executables. */
export const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", file: "flow-router-linux-x86_64", opener: "xdg-open" },
  { triple: "aarch64-unknown-linux-gnu", file: "flow-router-linux-aarch64", opener: "xdg-open" },
  { triple: "x86_64-apple-darwin", file: "flow-router-macos-x86_64", opener: "open" },
  { triple: "aarch64-apple-darwin", file: "flow-router-macos-aarch64", opener: "open" },
  { triple: "x86_64-pc-windows-msvc", file: "flow-router-windows-x86_64.exe", opener: "explorer" },
];
