/** Waits for what sockets bring: no time of its own, only turns of the event loop. */
import { setImmediate } from 'node:timers/promises';

/** Resolves when the answer is true; a test that waits in vain ends by its own time limit. */
export async function soon(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setImmediate();
}
