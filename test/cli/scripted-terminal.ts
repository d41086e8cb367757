/** A terminal that remembers what was written to it, and whose signals a test sends. */
import { EventEmitter, once } from 'node:events';
import type { Signal, Terminal } from '../../src/cli/terminal.ts';
import { ManualClock } from '../harness/manual-clock.ts';

export class ScriptedTerminal implements Terminal {
  readonly environment = {};
  readonly clock = new ManualClock();
  readonly threads = null;
  readonly isInteractive = false;
  readonly printed: string[] = [];
  readonly complained: string[] = [];
  readonly #events = new EventEmitter();

  print(text: string): void {
    this.printed.push(text);
    this.#events.emit('printed');
  }

  complain(text: string): void {
    this.complained.push(text);
  }

  onSignal(signal: Signal, task: () => void): () => void {
    this.#events.on(signal, task);
    return () => void this.#events.off(signal, task);
  }

  send(signal: Signal): void {
    if (!this.#events.emit(signal)) throw new Error(`nobody handles ${signal}`);
  }

  /** The first printed line that says so, as soon as there is one. */
  async line(saying: RegExp): Promise<string> {
    for (;;) {
      const found = this.printed.find((text) => saying.test(text));
      if (found !== undefined) return found;
      await once(this.#events, 'printed');
    }
  }
}
