/** One hostile connection: how its bytes are sent, and what came back. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { DOMAIN_NAME } from '../../harness/edge-site.ts';
import type { Chance } from './chance.ts';

/** How a connection behaves, whatever it says. */
export type Manner =
  /** All at once, then it listens. */
  | 'at once'
  /** In pieces of a few bytes. */
  | 'in pieces'
  /** All at once, and a FIN behind. */
  | 'half-closed'
  /** Only a part, and then silence. */
  | 'unfinished'
  /** All at once, and it never reads. */
  | 'deaf'
  /** All at once, and it breaks the connection. */
  | 'vanishing';

export const MANNERS: readonly Manner[] = [
  'at once',
  'in pieces',
  'half-closed',
  'unfinished',
  'deaf',
  'vanishing',
];

export interface Attack {
  readonly port: number;
  readonly isSecure: boolean;
  readonly manner: Manner;
  readonly bytes: Buffer;
}

export interface Outcome {
  readonly sent: Buffer;
  readonly received: Buffer;
  /** The edge ended the connection. */
  readonly isClosed: boolean;
}

/** No answer and no end for so long: whatever was to come has come. */
const PATIENCE_MS = 250;

/** Attacks; resolves when the edge has ended the connection or has nothing more to say. Never throws. */
export function attack(what: Attack, chance: Chance): Promise<Outcome> {
  return new Promise((resolve) => {
    const socket = open(what);
    const received: Buffer[] = [];
    let isClosed = false;
    const over = () => {
      clearTimeout(timer);
      if (what.isSecure) socket.destroy();
      else socket.resetAndDestroy();
      resolve({ sent: what.bytes, received: Buffer.concat(received), isClosed });
    };
    const timer = setTimeout(over, PATIENCE_MS);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      isClosed = true;
      over();
    });
    if (what.manner !== 'deaf') {
      socket.on('data', (bytes: Buffer) => {
        received.push(bytes);
        timer.refresh();
      });
    }
    socket.once(what.isSecure ? 'secureConnect' : 'connect', () => {
      timer.refresh();
      send(socket, what, chance, over);
    });
  });
}

function open({ port, isSecure }: Attack): Socket {
  const place = { port, host: '127.0.0.1' };
  return isSecure
    ? connectTls({ ...place, servername: DOMAIN_NAME, rejectUnauthorized: false })
    : connect(place);
}

function send(socket: Socket, { manner, bytes }: Attack, chance: Chance, over: () => void): void {
  socket.setNoDelay(true);
  if (manner === 'in pieces') return sendPieces(socket, bytes, chance);
  if (manner === 'unfinished') return void socket.write(bytes.subarray(0, chance.below(bytes.length)));
  if (manner === 'half-closed') return void socket.end(bytes);
  socket.write(bytes, manner === 'vanishing' ? () => setImmediate(over) : undefined);
}

/** At most some hundred pieces, each in a turn of its own. */
function sendPieces(socket: Socket, bytes: Buffer, chance: Chance): void {
  const longest = Math.max(8, bytes.length / 100);
  const sendFrom = (at: number) => {
    if (at >= bytes.length || socket.destroyed) return;
    const end = at + 1 + chance.below(longest);
    socket.write(bytes.subarray(at, end), () => setImmediate(sendFrom, end));
  };
  sendFrom(0);
}
