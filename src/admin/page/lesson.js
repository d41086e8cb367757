/** The lesson that is running: its text, and its steps to be taken one after the other. */
import { attempt, byId, make, post } from './dom.js';

export class LessonPanel {
  #root = byId('lesson');
  #bench;
  #isShown = false;

  constructor(bench) {
    this.#bench = bench;
  }

  async show() {
    if (this.#isShown) return;
    this.#isShown = true;
    const lesson = await (await fetch('/lesson')).json();
    const steps = lesson.steps.map((step, at) => this.#step(step, at));
    this.#root.replaceChildren(
      make('h2', { id: 'lesson-title' }, `Lesson ${lesson.number}: ${lesson.title}`),
      make('p', {}, lesson.about),
      make('ol', { class: 'steps' }, ...steps),
      make('p', { class: 'why' }, lesson.why),
    );
    this.#root.hidden = false;
  }

  #step({ does, see }, at) {
    const verdict = make('p', { class: 'verdict', role: 'status' });
    const seen = make('p', { class: 'see', hidden: true }, see);
    const onclick = (event) =>
      attempt(event.currentTarget, async () =>
        this.#tell(await post('/lesson', { step: at }), { verdict, seen }),
      );
    const button = make('button', { type: 'button', onclick }, 'Do it');
    return make('li', {}, make('p', { class: 'does' }, does, ' ', button), seen, verdict);
  }

  #tell({ request, result, misses, saw }, { verdict, seen }) {
    seen.hidden = false;
    verdict.dataset.state = misses.length === 0 ? 'met' : 'missed';
    verdict.textContent = misses.length === 0 ? `✓ ${saw}` : `✗ ${saw}; but ${misses.join('; ')}`;
    if (result !== null) this.#bench.show(request, result);
  }
}
