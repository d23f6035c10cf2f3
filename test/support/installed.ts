/** Programs that a test asks for a second opinion, if they are installed. */
import { execFileSync } from 'node:child_process';

export function isInstalled(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
