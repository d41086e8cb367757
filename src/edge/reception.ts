/** What the connections of one listener share. */
import type { AnswerBuffer } from './answer-buffer.ts';
import type { EdgeLocation } from './edge-location.ts';
import type { HandedConnection } from './handed-connection.ts';
import type { PlainResponse } from './plain-response.ts';
import type { PlainSections } from './plain-section.ts';
import type { ViewerRequest } from './viewer.ts';

export interface Reception {
  /** Lends clock and limits, and answers for what never becomes a request. */
  readonly edge: EdgeLocation;
  readonly isSecure: boolean;
  /** Whether plain requests are read by our own door at all. */
  readonly hasOwnDoor: boolean;
  readonly sections: PlainSections;
  readonly buffer: AnswerBuffer;
  /** The process is going away and connections should not be kept. */
  readonly isDraining: () => boolean;
  /** Starts the exchange of a request whose turn has come. */
  readonly begin: (request: ViewerRequest, response: PlainResponse) => void;
  /** To node:http's door. */
  readonly handOver: (connection: HandedConnection) => void;
}
