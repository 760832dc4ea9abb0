import { defineConfig } from 'vitest/config';

/** The unit tests that mutants are run against: those beside the files of stryker.config.json, and none that starts a service. */
export default defineConfig({
  test: {
    include: [
      'src/receive/signature.test.ts',
      'src/store/operations/same-event.test.ts',
      'src/deliver/retry-policy.test.ts',
      'src/render/escape.test.ts',
      'src/render/cut.test.ts',
      'src/render/mask.test.ts',
      'src/domain/money.test.ts',
      'src/render/money-text.test.ts',
      'test/properties/mrkdwn-scanner.test.ts',
    ],
    testTimeout: 20_000,
  },
});
