/** Real software around edgefront: apart from the other tests, because it needs programs of the system. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/interop/*.interop.ts'],
    fileParallelism: false,
    // Tells why a test was skipped.
    reporters: ['verbose'],
    disableConsoleIntercept: true,
    testTimeout: 60_000,
    // Other people's programs take their time; who looks in vain ends with the test.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 60_000,
  },
});
