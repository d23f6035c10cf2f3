/** A table over all pairs of networks, printed at the end of a run. */
import { NATS, type Nat } from './nat.ts';

export class Table {
  private readonly title: string;
  private readonly cells = new Map<string, string>();

  constructor(title: string) {
    this.title = title;
  }

  set(from: Nat, to: Nat, text: string): void {
    this.cells.set(`${from} ${to}`, text);
  }

  print(): void {
    const rows = NATS.map((from) => [from, ...NATS.map((to) => this.cells.get(`${from} ${to}`) ?? '')]);
    const lines = [['from \\ to', ...NATS], NATS.map(() => '---').concat('---'), ...rows].map(
      (row) => `| ${row.join(' | ')} |`,
    );
    console.log(`\n${this.title}\n\n${lines.join('\n')}\n`);
  }
}
