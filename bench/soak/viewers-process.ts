/** A process full of viewers, as whoever started it sees it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { endWithUs } from '../child.ts';
import type { ViewersMessage, ViewersOrder, ViewersReport } from './viewers.ts';

export class ViewersProcess {
  readonly #process: ChildProcess;
  readonly #report: Promise<ViewersReport>;

  constructor(order: ViewersOrder) {
    this.#process = fork(join(import.meta.dirname, 'viewers.ts'), [JSON.stringify(order)]);
    this.#process.once(
      'exit',
      endWithUs(() => this.#process.kill('SIGKILL')),
    );
    const said = once(this.#process, 'message').then(([report]) => report as ViewersReport);
    // Not its exit, which may be told before its message is.
    const ended = once(this.#process, 'disconnect').then(() =>
      Promise.reject(new Error('the viewers ended')),
    );
    this.#report = Promise.race([said, ended]);
    this.#report.catch(() => undefined);
  }

  tell(message: ViewersMessage): void {
    if (this.#process.connected) this.#process.send(message);
  }

  /** What they saw, once each has the answer it waits for. */
  async stop(): Promise<ViewersReport> {
    this.tell('stop');
    return await this.#report;
  }
}
