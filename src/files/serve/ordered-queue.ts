/** What a lane has to do, in its order: at once, unless something before it still waits. */
export class OrderedQueue {
  private last: Promise<void> = Promise.resolve();
  /** Turns that are not done. */
  private waiting = 0;
  private bytes = 0;

  /** Bytes in them. */
  get waitingBytes(): number {
    return this.bytes;
  }

  /** Now, or when its turn comes. */
  take(act: () => void): void {
    if (this.waiting === 0) act();
    else this.wait(0, Promise.resolve(), act);
  }

  /** When its turn comes, and `ready` has. @param ready that does not reject */
  wait<Result>(bytes: number, ready: Promise<Result>, act: (result: Result) => void): void {
    this.waiting += 1;
    this.bytes += bytes;
    this.last = this.last.then(async () => {
      const result = await ready;
      this.waiting -= 1;
      this.bytes -= bytes;
      act(result);
    });
  }
}
