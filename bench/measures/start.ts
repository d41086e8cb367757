/** How long a person waits for the first answer. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { EdgeSite } from '../../test/harness/edge-site.ts';
import { Child, type Command } from '../child.ts';
import { onCore } from '../cores.ts';
import { configurationParts } from '../edge.ts';
import type { BenchOptions } from '../options.ts';
import { freePorts } from '../peers/peer.ts';
import { progress } from '../progress.ts';
import type { Stage } from '../stage.ts';
import { medianOf } from '../statistics.ts';
import type { Result } from '../targets.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'src', 'main.ts');

/** From the command to the first answer, certificates made before; on any core, as a person starts it. */
export async function measureStart(stage: Stage, { rounds }: BenchOptions): Promise<Result[]> {
  using site = new EdgeSite();
  const [http, https] = (await freePorts(2)) as [number, number];
  const parts = { ...configurationParts({}), listen: { http, https } };
  const file = site.configure(stage.origin.http, {}, parts);
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    progress(`start, ${round} of ${rounds}`);
    const time = await timeToAnswer(
      onCore('any', [process.execPath, PROGRAM, 'serve', '--config', file]),
      http,
    );
    if (round > 0) times.push(time);
  }
  return [
    {
      name: 'start to first answer',
      value: medianOf(times),
      unit: 'ms',
      isFloor: false,
      atLeast: 400,
      aim: 200,
    },
  ];
}

async function timeToAnswer(command: Command, port: number): Promise<number> {
  const start = performance.now();
  const child = new Child(command, '/dev/null');
  while (!(await answers(port))) {
    if (child.hasEnded) await child.fail();
    await setTimeout(1);
  }
  const time = performance.now() - start;
  await child.stop();
  return time;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: none\r\n\r\n'));
    socket.once('error', () => resolve(false));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
