/** Where the names of edge locations are written: on the first side of its mark where one lies on nothing else. */

/** In pixels. */
const [LETTER_WIDTH, LETTER_HEIGHT, MARK] = [8, 14, 8];

/** From the middle of the mark to that of its label, for a label so wide. */
const SIDES = [
  ['below', () => ({ x: 0, y: 18 })],
  ['right', (width) => ({ x: 11 + width / 2, y: 0 })],
  ['left', (width) => ({ x: -11 - width / 2, y: 0 })],
  ['above', () => ({ x: 0, y: -18 })],
];

/** A label that finds no room waits until its mark is pointed at. */
export function placeLabels(buttons, root) {
  const marks = [...buttons].map(([pop, button]) => ({ pop, button, ...middleOf(button, root) }));
  const taken = marks.map(({ x, y }) => ({ x, y, width: 2 * MARK, height: 2 * MARK }));
  for (const [at, { pop, button, x, y }] of marks.entries()) {
    const width = pop.length * LETTER_WIDTH;
    const isFree = (box) =>
      box.x - width / 2 >= 0 &&
      box.x + width / 2 <= root.clientWidth &&
      !taken.some((other, each) => each !== at && overlap(box, other));
    const boxOf = (offset) => ({ x: x + offset.x, y: y + offset.y, width, height: LETTER_HEIGHT });
    const side = SIDES.find(([, offsetOf]) => isFree(boxOf(offsetOf(width))));
    button.dataset.side = side?.[0] ?? 'none';
    if (side !== undefined) taken.push(boxOf(side[1](width)));
  }
}

function middleOf(button, root) {
  const share = (text) => Number.parseFloat(text) / 100;
  return { x: share(button.style.left) * root.clientWidth, y: share(button.style.top) * root.clientHeight };
}

function overlap(one, other) {
  return (
    Math.abs(one.x - other.x) * 2 < one.width + other.width &&
    Math.abs(one.y - other.y) * 2 < one.height + other.height
  );
}
