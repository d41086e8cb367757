/** One line on the terminal that is written over; an empty text clears it. */
const WIDTH = 76;

export function progress(text: string): void {
  process.stderr.write(`\r${text.padEnd(WIDTH)}${text === '' ? '\r' : ''}`);
}
