/**
 * Workers of an edge without threads: members of one fleet in this one, over channels as threads have them, so that
 * a conversation with several workers has its clock, its origin and its order of events in hand.
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { Crew, obeyOrders } from '../../src/edge/crew.ts';
import type { Fleet } from '../../src/edge/fleet.ts';
import { FleetMember, type MemberOptions } from '../../src/edge/fleet-member.ts';
import { Neighbours } from '../../src/edge/neighbours.ts';

interface Hand {
  readonly worker: number;
  readonly member: FleetMember;
  readonly neighbours: Neighbours;
}

export class TestCrew {
  readonly crew = new Crew();
  readonly #hands: Hand[] = [];
  readonly #ports: MessagePort[] = [];

  /** Those that are alive. */
  get members(): readonly FleetMember[] {
    return this.#hands.map(({ member }) => member);
  }

  /** One worker more, in the state that the fleet has now. */
  hire(worker: number, fleet: Fleet, options: Omit<MemberOptions, 'state' | 'worker' | 'neighbours'>): void {
    const find = (pop: string) => member.find(pop);
    const onMistake = (error: unknown) =>
      options.sinks.reportMistake(error, { step: 'fetch', requestId: '', pop: '' });
    const neighbours = new Neighbours({ find, onMistake });
    const member = new FleetMember({ ...options, state: fleet.state, worker, neighbours });
    const [ours, its] = this.#channel();
    this.crew.join(worker, ours);
    obeyOrders(member, its);
    for (const other of this.#hands) {
      const [one, two] = this.#channel();
      neighbours.meet(other.worker, one);
      other.neighbours.meet(worker, two);
    }
    this.#hands.push({ worker, member, neighbours });
  }

  /** As when a thread is no more: nothing of it is ever heard again. */
  async kill(at: number, fleet: Fleet): Promise<void> {
    const [{ worker, member, neighbours }] = this.#hands.splice(at, 1) as [Hand];
    neighbours.loseAll();
    this.crew.lose(worker);
    fleet.workerGone(worker);
    for (const other of this.#hands) other.neighbours.lose(worker);
    await member.close();
  }

  /** Resolves when all have done what they were told until now. */
  async obeyed({ edges }: Fleet): Promise<void> {
    const nothing = { kind: 'swept', pop: edges[0]!.pop, stamp: 0 } as const;
    await new Promise<void>((done) => this.crew.tell(nothing, done));
  }

  async close(): Promise<void> {
    this.crew.close();
    await Promise.all(this.members.map((member) => member.close()));
    for (const port of this.#ports) port.close();
  }

  #channel(): [MessagePort, MessagePort] {
    const { port1, port2 } = new MessageChannel();
    this.#ports.push(port1, port2);
    return [port1, port2];
  }
}
