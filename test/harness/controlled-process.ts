/** An edgefront in a process of its own with the control API open: it can be killed, and goes by the machine's clock. */
import { onTestFinished } from 'vitest';
import { ExampleFolder } from '../config/example.ts';
import { CREDENTIAL } from '../control/recorded.ts';
import { ControlClient } from './control-client.ts';
import { POPS } from './controlled-site.ts';
import { EdgeProcess } from './edge-process.ts';

/** A folder, cleared away with the test, in which `pictures` stands for the bucket of that name. */
export function picturesFolder(files: Readonly<Record<string, string>>): ExampleFolder {
  const folder = new ExampleFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  folder.makeFolder('pictures');
  for (const [name, text] of Object.entries(files)) folder.write(`pictures/${name}`, text);
  return folder;
}

/** Starts one on the state directory of a folder; stopped with the test. */
export async function controlledProcess(folder: ExampleFolder, delaySeconds: number): Promise<EdgeProcess> {
  const configuration = {
    listen: { http: 0, https: 0, control: 0 },
    edges: POPS.map((pop) => ({ pop, cache: { bytes: '8MiB' } })),
    origins: { 'pictures.s3.amazonaws.com': { directory: './pictures' } },
    credentials: [CREDENTIAL],
    state: { directory: './state' },
    deployment: { delaySeconds },
    limits: { drainSeconds: 1 },
  };
  const edge = await EdgeProcess.start(folder.write('edgefront.json', JSON.stringify(configuration)));
  onTestFinished(async () => void (await edge.stop()));
  return edge;
}

export function clientOf(edge: EdgeProcess): ControlClient {
  return new ControlClient({ port: edge.portOf('control'), now: () => Date.now() });
}
