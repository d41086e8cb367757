/** Waiting for a server that takes its time, and for one that says no. */
import { Refused } from './control-client.ts';

const LOOK_MS = 100;

/** How many looks it took; a test that looks in vain ends by its own time limit. */
export async function until(isSo: () => Promise<boolean>): Promise<number> {
  for (let look = 1; ; look += 1) {
    if (await isSo()) return look;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** The refusal a call met; throws when it met none. */
export async function refusal(call: Promise<unknown>): Promise<Refused> {
  const outcome: unknown = await call.then(
    () => new Error('nothing was refused'),
    (error: unknown) => error,
  );
  if (outcome instanceof Refused) return outcome;
  throw outcome;
}
