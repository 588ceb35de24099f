/** An executable that is released: its name in dist/ and on the release page, and Deno's target. */
export interface Target {
  readonly triple: string;
  readonly file: string;
}

/** The five executables. */
export const TARGETS: readonly Target[] = [
  { triple: "x86_64-unknown-linux-gnu", file: "flow-router-linux-x86_64" },
  { triple: "aarch64-unknown-linux-gnu", file: "flow-router-linux-aarch64" },
  { triple: "x86_64-apple-darwin", file: "flow-router-macos-x86_64" },
  { triple: "aarch64-apple-darwin", file: "flow-router-macos-aarch64" },
  { triple: "x86_64-pc-windows-msvc", file: "flow-router-windows-x86_64.exe" },
];
