/** How many more of something there may be at once, over all who share it. */
export class SlotLimit {
  private taken = 0;

  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  /** False when there is none left. Whoever has one gives it back. */
  take(): boolean {
    if (this.taken >= this.most) return false;
    this.taken += 1;
    return true;
  }

  giveBack(): void {
    this.taken -= 1;
  }
}
