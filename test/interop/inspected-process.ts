/** Ends a worker of a Node.js process from outside, as a mistake inside it would: through Node's inspector. */
const INSPECTOR = 'http://127.0.0.1:9229';

/** Resolves when one of its threads is gone. */
export async function endOneWorker(pid: number): Promise<void> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await debuggerUrl());
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  const say = (id: number, method: string, params: object) =>
    socket.send(JSON.stringify({ id, method, params }));
  const sessions: string[] = [];
  const gone = new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const { method, params } = JSON.parse(String(data));
      if (method === 'NodeWorker.detachedFromWorker') resolve();
      if (method !== 'NodeWorker.attachedToWorker') return;
      sessions.push(params.sessionId);
      if (sessions.length === 1)
        say(2, 'NodeWorker.sendMessageToWorker', { sessionId: params.sessionId, message: END });
    });
  });
  say(1, 'NodeWorker.enable', { waitForDebuggerOnStart: false });
  await gone;
  socket.close();
}

const END = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression: 'process.exit(1)' } });

async function debuggerUrl(): Promise<string> {
  for (;;) {
    const answer = await fetch(`${INSPECTOR}/json/list`).catch(() => null);
    const [target] = ((await answer?.json()) ?? []) as { webSocketDebuggerUrl: string }[];
    if (target !== undefined) return target.webSocketDebuggerUrl;
  }
}
