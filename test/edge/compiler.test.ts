import { expect, test } from 'vitest';
import { Compiler } from '../../src/edge/compiler.ts';
import { documentOf } from '../harness/test-edge.ts';

const settings = { origins: new Map(), signers: new Map() };
const other = { ...documentOf({}), id: 'EOTHER', domainName: 'd2.cloudfront.net' };

test('a distribution is compiled once until it changes', () => {
  const compiler = new Compiler();
  const [first, second] = compiler.compile({ documents: [documentOf({}), other], settings });
  const changed = documentOf({ config: { Enabled: false } });
  const [firstAfter, secondAfter] = compiler.compile({ documents: [changed, { ...other }], settings });
  expect(firstAfter).not.toBe(first);
  expect(firstAfter?.isEnabled).toBe(false);
  expect(secondAfter).toBe(second);
});

test('new settings of the operator compile everything anew', () => {
  const compiler = new Compiler();
  const [before] = compiler.compile({ documents: [other], settings });
  const [after] = compiler.compile({ documents: [other], settings: { ...settings } });
  expect(after).not.toBe(before);
});

test('the order of the documents stays, and what is gone is gone', () => {
  const compiler = new Compiler();
  compiler.compile({ documents: [documentOf({}), other], settings });
  const compiled = compiler.compile({ documents: [other], settings });
  expect(compiled.map(({ id }) => id)).toEqual(['EOTHER']);
});
