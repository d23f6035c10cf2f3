/** How many more of something there may be at once, over all who share it. */
export class Places {
  private taken = 0;

  constructor(private readonly most: number) {}

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
