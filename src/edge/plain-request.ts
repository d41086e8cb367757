/** A request that our own door has read. */
import type { RequestTarget } from '../http/request-target.ts';
import type { HeaderSection } from '../policy/header-section.ts';
import type { PlainCutter } from './plain-cutter.ts';
import type { ViewerRequest } from './viewer.ts';
import type { Turn, ViewerConnection } from './viewer-connection.ts';

/** Who answers it. */
interface Answerer {
  answer(request: PlainRequest): void;
}

export class PlainRequest implements ViewerRequest, Turn {
  readonly method: string;
  readonly target: string;
  readonly parsedTarget: RequestTarget;
  readonly section: HeaderSection;
  readonly httpVersion = '1.1';
  readonly isSecure: boolean;
  readonly clientAddress: string;
  /** The viewer said that nothing follows. */
  readonly isLast: boolean;
  readonly #answerer: Answerer;

  constructor(answerer: Answerer, connection: ViewerConnection, cut: PlainCutter) {
    const { method, target, parsedTarget, section } = cut;
    this.method = method;
    this.target = target;
    this.parsedTarget = parsedTarget!;
    this.section = section!.headers;
    this.isSecure = connection.reception.isSecure;
    this.clientAddress = connection.clientAddress;
    this.isLast = section!.isLast;
    this.#answerer = answerer;
  }

  begin(): void {
    this.#answerer.answer(this);
  }
}
