/** Waits for what sockets bring: no time of its own, only turns of the event loop. */
import { setImmediate } from 'node:timers/promises';

/** Resolves when the answer is true; a test that waits in vain ends by its own time limit. */
export async function soon(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setImmediate();
}

/** What the sockets held has been read. What is sent at once behind it is read after what timers do at once. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await setImmediate();
}
