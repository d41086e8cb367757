/** Asks the operator's window of a running edgefront for what changes its state. */

export class OperatorClient {
  readonly #url: string | null;

  /** Null: the configuration opens no such window. */
  constructor(url: string | null) {
    this.#url = url;
  }

  /** Rejects with what the operator's window answered when it refused. */
  async post(path: string, body: object): Promise<void> {
    if (this.#url === null)
      throw new Error('the configuration has no `listen.admin`, so nothing can be changed');
    const answer = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${text}`);
  }
}
