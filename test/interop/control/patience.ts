/** Waiting for a server that takes its time, and for one that says no. */
import { Refused } from './control-client.ts';

const LOOKS = 60;
const LOOK_MS = 100;

/** How many looks it took; throws when there were too many. */
export async function until(isSo: () => Promise<boolean>): Promise<number> {
  for (let look = 1; look <= LOOKS; look += 1) {
    if (await isSo()) return look;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`not so after ${LOOKS} looks`);
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
