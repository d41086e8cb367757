/** What is remembered of one finished exchange for the access log; strings as Node gives them, headers latin1. */
import type { HeaderSection } from '../policy/header-section.ts';
import type { ResultType } from '../policy/result-type.ts';

/** Of a query that comes again and again: what it is as a log's field; null until it was written there. */
export interface QueryMemory {
  logQuery: string | null;
}

export interface AccessRecord {
  /** Epoch ms of simulated time when the response ended (AL-17). */
  readonly finishedAt: number;
  /** POP code (AL-18). */
  readonly pop: string;
  /** Headers and body as sent (AL-19). */
  readonly bytesSent: number;
  /** The TCP peer (AL-20). */
  readonly clientAddress: string;
  readonly method: string;
  /** The distribution's assigned name, whatever Host the viewer sent (AL-21). */
  readonly domainName: string;
  /** As received (AL-23). */
  readonly path: string;
  /** 0: the viewer left before there was an answer (AL-25). */
  readonly status: number;
  /** Knows Referer, User-Agent and Cookie as the log writes them (AL-26, AL-34). */
  readonly section: HeaderSection;
  /** Without `?`, signing parameters included; null: none (AL-24, CK-15). */
  readonly query: string | null;
  readonly queryMemory: QueryMemory | null;
  readonly resultType: ResultType;
  /** As in X-Amz-Cf-Id (AL-33). */
  readonly requestId: string;
}
