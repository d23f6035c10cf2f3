/** What one round of a window has brought. A round is about a round trip long. */
export class Round {
  /** The least delay of a probe, or, without probes, of an answer. */
  leastMs = Infinity;
  delays = 0;
  bytes = 0;
  /** The least time that an answer took; Infinity if there was none. */
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

  /** How long answers took on average; Infinity if there was none. */
  get meanAnswerMs(): number {
    return this.answers === 0 ? Infinity : this.answersMs / this.answers;
  }
}
