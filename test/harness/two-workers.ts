/** Whether a build of edgefront serves with two workers: a crowd of connections, one memory, and one that dies. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished } from 'vitest';
import { type Command, EdgeProcess } from './edge-process.ts';
import { DOMAIN_NAME, EdgeSite } from './edge-site.ts';
import { headerValue, rawViewer } from './raw-viewer.ts';
import { reply, scriptedOrigin } from './scripted-origin.ts';
import { requestText } from './test-edge.ts';

/** That the system deals so many to one of two workers does not happen. */
const CROWD = 32;
/** As much of a thread's name as Linux keeps. */
const THREAD_NAME = 'edgefront worke';

export class TwoWorkers {
  readonly edge: EdgeProcess;

  private constructor(edge: EdgeProcess) {
    this.edge = edge;
  }

  /** Started with the test, and stopped with it; `command` takes the words of edgefront's command line. */
  static async start(command: Command): Promise<TwoWorkers> {
    const origin = await scriptedOrigin((_request, at) =>
      reply(200, { 'Cache-Control': 'max-age=3600' }, `no. ${at}`),
    );
    const site = new EdgeSite();
    onTestFinished(() => site[Symbol.dispose]());
    const file = site.configure(origin.port, {}, { listen: { http: 0, https: 0, admin: 0 }, workers: 2 });
    const edge = await EdgeProcess.startProgram(file, command);
    onTestFinished(async () => void (await edge.stop()));
    return new TwoWorkers(edge);
  }

  /** The ids of their threads, as the system has them. */
  threads(): string[] {
    const tasks = `/proc/${this.edge.pid}/task`;
    return readdirSync(tasks).filter((id) => nameOf(`${tasks}/${id}/comm`) === THREAD_NAME);
  }

  /** A crowd of connections asks once each; answers with what came back, each different answer once. */
  async seen(target: string): Promise<string[]> {
    const port = this.edge.portOf('http');
    const viewers = await Promise.all(Array.from({ length: CROWD }, () => rawViewer({ port })));
    const answers = [];
    for (const viewer of viewers) {
      await viewer.send(requestText('GET', target, { Host: DOMAIN_NAME }));
      const answer = await viewer.readResponse();
      answers.push(`${headerValue(answer, 'x-cache')}: ${answer.body}`);
      viewer.finish();
    }
    return [...new Set(answers)];
  }
}

/** Null: that thread has ended since. */
function nameOf(file: string): string | null {
  try {
    return readFileSync(file, 'latin1').trim();
  } catch {
    return null;
  }
}

/** The object that one worker stored is a hit at the other. */
export async function expectOneMemory(site: TwoWorkers): Promise<void> {
  expect(site.threads()).toHaveLength(2);
  expect(await site.seen('/a')).toEqual(['Miss from cloudfront: no. 0', 'Hit from cloudfront: no. 0']);
}
