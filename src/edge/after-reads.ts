/**
 * Time runs out for a viewer only when all that came in time has been read. A process that was busy, or stopped for a
 * while, runs its timers before it reads what the system took for it meanwhile: Node runs timers, then reads, then what
 * is to be done behind reads.
 */
import type { Socket } from 'node:net';
import type { Timer } from '../clock.ts';

/** Called by a timer: runs `task` when what the system holds by then has been read. */
export function afterReads(task: () => void): Timer {
  const pending = setImmediate(task);
  return { cancel: () => clearImmediate(pending) };
}

/**
 * Calls `onSilent` whenever nothing was read or written for so long, once for each silence. By Node's own timer, which
 * costs a request less than one of our clock's would.
 */
export function watchSilence(socket: Socket, silentMs: number, onSilent: () => void): void {
  socket.setTimeout(silentMs);
  // A listener given to setTimeout would be told the first time only.
  socket.on('timeout', () => {
    const { bytesRead } = socket;
    afterReads(() => {
      if (socket.bytesRead === bytesRead) onSilent();
    });
  });
}
