/** What `import … from 'edgefront'` gives: a whole edgefront inside a test suite. */
export { type Edgefront, type EdgefrontOptions, startEdgefront } from './embedded/edgefront.ts';
