/** Pages of every list. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActionName } from '../../../src/control/api-request.ts';
import { DEFAULT_CONTROL_LIMITS } from '../../../src/control/limits.ts';
import type { Page } from '../../../src/distribution/api-answers.ts';
import { type Call, OTHER_ACCOUNT, type PlaneSetting, planeSetting } from '../plane-setting.ts';

interface List {
  readonly name: string;
  readonly list: ActionName;
  /** Makes an entry and answers with its id. */
  add(control: PlaneSetting, reference: string): string;
}

const LISTS: List[] = [
  {
    name: 'distributions',
    list: 'ListDistributions',
    add: (control, CallerReference) => control.createDistribution({ CallerReference }).id,
  },
  {
    name: 'streaming distributions',
    list: 'ListStreamingDistributions',
    add: (control, CallerReference) => control.createStreaming({ CallerReference }).id,
  },
  {
    name: 'identities',
    list: 'ListCloudFrontOriginAccessIdentities',
    add: (control, CallerReference) => control.createIdentity({ CallerReference }).id,
  },
];

function show(control: PlaneSetting, list: ActionName, call: Call = {}): Page<{ readonly Id: string }> {
  return control.call(list, call).document!.value as Page<{ readonly Id: string }>;
}
const idsOf = (page: Page<{ readonly Id: string }>) => page.Items.map(({ Id }) => Id);

describe.each(LISTS)('$name', ({ list, add }) => {
  test('CA-196 CA-149: an empty list', () => {
    expect(show(planeSetting(), list)).toEqual({
      ...{ Marker: '', NextMarker: null, MaxItems: 100, IsTruncated: false, Quantity: 0, Items: [] },
    });
  });

  test('CA-194 CA-196 CA-197 CA-198 CA-311 CA-312 CA-341: pages begin after the marker, oldest first, and tell the total', () => {
    const control = planeSetting();
    const [a, b, c] = ['a', 'b', 'c'].map((reference) => add(control, reference));
    const first = show(control, list, { maxItems: '2' });
    expect(first).toMatchObject({ Marker: '', NextMarker: b, MaxItems: 2, IsTruncated: true, Quantity: 3 });
    expect(idsOf(first)).toEqual([a, b]);
    const second = show(control, list, { maxItems: '2', marker: b! });
    expect(second).toMatchObject({
      Marker: b,
      NextMarker: null,
      MaxItems: 2,
      IsTruncated: false,
      Quantity: 3,
    });
    expect(idsOf(second)).toEqual([c]);
    expect(idsOf(show(control, list, { marker: c! }))).toEqual([]);
    expect(show(control, list, { maxItems: '3' })).toMatchObject({ NextMarker: null, IsTruncated: false });
  });

  test('CA-199: a marker that was never given out, or to another account, is refused', () => {
    const control = planeSetting();
    const id = add(control, 'a');
    expect(control.code(list, { marker: 'E1ABCDEFGHIJ234' })).toBe('InvalidArgument');
    expect(control.code(list, { marker: id, account: OTHER_ACCOUNT })).toBe('InvalidArgument');
    for (const other of LISTS.filter((one) => one.list !== list)) {
      expect(control.code(other.list, { marker: id })).toBe('InvalidArgument');
    }
  });
});

test('CA-199: a marker whose entry was deleted keeps its position, over a restart too', () => {
  const control = planeSetting();
  const [a, b, c] = ['a', 'b', 'c'].map((CallerReference) => control.createIdentity({ CallerReference }));
  control.call('DeleteCloudFrontOriginAccessIdentity', { id: b!.id, ifMatch: b!.etag });
  const list = 'ListCloudFrontOriginAccessIdentities';
  expect(idsOf(show(control, list, { marker: b!.id }))).toEqual([c!.id]);
  control.restart();
  expect(idsOf(show(control, list, { marker: b!.id }))).toEqual([c!.id]);
  expect(idsOf(show(control, list))).toEqual([a!.id, c!.id]);
});

describe('MaxItems', () => {
  const CASES: [title: string, maxItems: string | undefined, expected: number | null][] = [
    ['CA-195: absent', undefined, 100],
    ['CA-195: 1', '1', 1],
    ['CA-195: 100', '100', 100],
    ['CA-195: with leading zeros', '007', 7],
    ['CA-195: above the maximum', '1000', 100],
    ['CA-195: far above', '9'.repeat(400), 100],
    ['CA-195: 0', '0', null],
    ['CA-195: negative', '-1', null],
    ['CA-195: a fraction', '1.5', null],
    ['CA-195: a word', 'ten', null],
    ['CA-195: empty', '', null],
    ['CA-195: hexadecimal', '0x10', null],
  ];
  test.each(CASES)('%s', (_, maxItems, expected) => {
    const control = planeSetting();
    const call = maxItems === undefined ? {} : { maxItems };
    if (expected === null) expect(control.code('ListDistributions', call)).toBe('InvalidArgument');
    else expect(show(control, 'ListDistributions', call).MaxItems).toBe(expected);
  });
});

test.each(LISTS)(
  'CA-282: whatever is asked of $name, the answer is a page or InvalidArgument',
  ({ list }) => {
    const control = planeSetting();
    const parameter = fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String));
    fc.assert(
      fc.property(parameter, parameter, (marker, maxItems) => {
        expect([null, 'InvalidArgument']).toContain(control.code(list, { marker, maxItems }));
      }),
    );
  },
);

test('CA-201 CA-223: the default page holds a hundred', () => {
  const control = planeSetting({ limits: { ...DEFAULT_CONTROL_LIMITS, identities: 101 } });
  for (let at = 0; at < 101; at++) control.createIdentity({ CallerReference: String(at) });
  const page = show(control, 'ListCloudFrontOriginAccessIdentities');
  expect(page).toMatchObject({ IsTruncated: true, Quantity: 101 });
  expect(page.Items).toHaveLength(100);
});

test('CA-194 CA-198: page after page shows every entry once, in order, whatever the page size', () => {
  const control = planeSetting();
  const { id } = control.createDistribution();
  const ids = Array.from({ length: 9 }, (_, at) => {
    const made = control.invalidate(id, { CallerReference: String(at) });
    control.deployed();
    return made;
  });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (size) => {
      const seen: string[] = [];
      for (let marker: string | null = ''; marker !== null; ) {
        const page = show(control, 'ListInvalidations', { id, marker, maxItems: String(size) });
        expect(page.IsTruncated).toBe(page.NextMarker !== null);
        seen.push(...idsOf(page));
        marker = page.NextMarker;
      }
      expect(seen).toEqual(ids.toReversed());
    }),
  );
});
