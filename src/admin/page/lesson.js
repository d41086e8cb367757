/** The lesson that is running: its text, and its steps to be taken one after the other. */
import { attempt, byId, make, post } from './dom.js';

export class LessonPanel {
  #root = byId('lesson');
  #bench;
  #run = null;
  #buttons = [];
  #progress = make('p', { class: 'note' });

  constructor(bench) {
    this.#bench = bench;
  }

  /** After a restart it is another lesson, or the same from its beginning. */
  async show({ run, hasLesson }) {
    if (run === this.#run) return;
    this.#run = run;
    this.#root.hidden = !hasLesson;
    if (!hasLesson) return;
    const lesson = await (await fetch('/lesson')).json();
    if (run === this.#run) this.#write(lesson);
  }

  #write({ number, title, about, steps, why, due }) {
    this.#buttons = [];
    const list = steps.map((step, at) => this.#step(step, at));
    this.#root.replaceChildren(
      make('h2', { id: 'lesson-title' }, `Lesson ${number}: ${title}`),
      make('p', {}, about),
      this.#progress,
      make('ol', { class: 'steps' }, ...list),
      make('p', { class: 'why' }, make('strong', {}, 'Why'), ` ${why}`),
    );
    this.#mark(due);
  }

  #step({ does, see }, at) {
    const verdict = make('p', { class: 'verdict', role: 'status' });
    const seen = make('p', { class: 'see', hidden: true }, see);
    const id = `step-${at}`;
    const onclick = () =>
      attempt(button, async () => this.#tell(await post('/lesson', { step: at }), { verdict, seen }));
    const button = make('button', { type: 'button', 'aria-describedby': id, onclick });
    this.#buttons.push(button);
    return make('li', {}, make('p', { class: 'does' }, make('span', { id }, does), button), seen, verdict);
  }

  /** The step that is due stands out; those that were taken, on whichever page, can be taken again. */
  #mark(due) {
    for (const [at, button] of this.#buttons.entries()) {
      button.classList.toggle('main', at === due);
      button.textContent = at < due ? 'Again' : 'Do it';
    }
    const all = this.#buttons.length;
    const taken = `${due} of ${all} steps taken`;
    const told = due === 0 ? `${all} steps, in this order` : taken;
    this.#progress.textContent = due < all ? told : `${taken}. To begin anew, start the lesson again.`;
  }

  /** What a lesson claims is of steps in their order; of others it is only told what was seen. */
  #tell({ request, result, isInOrder, misses, saw, due }, { verdict, seen }) {
    seen.hidden = false;
    verdict.dataset.state = !isInOrder ? 'other' : misses.length === 0 ? 'met' : 'missed';
    if (!isInOrder) verdict.textContent = `↺ ${saw}, out of turn`;
    else verdict.textContent = misses.length === 0 ? `✓ ${saw}` : `✗ ${saw}; but ${misses.join('; ')}`;
    if (result !== null) this.#bench.show(request, result);
    this.#mark(due);
  }
}
