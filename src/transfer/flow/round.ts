/** What has come in one round of a window: about a round trip. */
export class Round {
  /** The least delay, of probes or, without them, of answers. */
  leastMs = Infinity;
  delays = 0;
  bytes = 0;
  /** The least time that an answer took; Infinity without any. */
  quickestMs = Infinity;
  private answers = 0;
  private answersMs = 0;

  onDelay(ms: number): void {
    this.leastMs = Math.min(this.leastMs, ms);
    this.delays += 1;
  }

  onAnswer(ms: number): void {
    this.quickestMs = Math.min(this.quickestMs, ms);
    this.answers += 1;
    this.answersMs += ms;
  }

  /** How long answers took on average; Infinity without any. */
  get meanAnswerMs(): number {
    return this.answers === 0 ? Infinity : this.answersMs / this.answers;
  }
}
