/**
 * Which threads the viewer follows, as far as this page was told. A reply is told to the whole room: only who may follow
 * its thread has to ask what is unread.
 */
export class Follows {
  #rootIds: ReadonlySet<string> = new Set();
  #isComplete = false;

  /**
   * What the server said; `isComplete` if there are no others. It may have said so before the viewer's last reply was
   * counted: what was added stays.
   */
  hold(rootIds: readonly string[], isComplete: boolean): void {
    this.#rootIds = new Set([...this.#rootIds, ...rootIds]);
    this.#isComplete = isComplete;
  }

  add(rootId: string): void {
    this.#rootIds = new Set([...this.#rootIds, rootId]);
  }

  mayHave(rootId: string): boolean {
    return !this.#isComplete || this.#rootIds.has(rootId);
  }
}
