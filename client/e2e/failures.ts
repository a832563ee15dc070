import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { FullConfig, Reporter, TestCase, TestResult } from "@playwright/test/reporter";

const LINES = 8;

/** Says once more at the very end what failed, and how it began: what stands above may be cut off. */
export default class Failures implements Reporter {
  readonly #said: string[] = [];
  #folder = "";

  onBegin(config: FullConfig): void {
    this.#folder = config.rootDir;
  }

  onTestEnd(test: TestCase, { error, retry }: TestResult): void {
    if (!error) return;
    const { file, line } = error.location ?? test.location;
    const lines = stripVTControlCharacters(error.message ?? "").split("\n");
    const beginning = lines.filter((text) => text.trim()).slice(0, LINES);
    this.#said.push(
      `${relative(this.#folder, file)}:${line} ${test.title} (attempt ${retry + 1})`,
      ...beginning,
    );
  }

  onExit(): Promise<void> {
    if (this.#said.length > 0) process.stdout.write(`\n${this.#said.join("\n")}\n`);
    return Promise.resolve();
  }
}
