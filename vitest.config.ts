import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['test/postgres/setup.ts'],
    // Two cores: more workers only make real databases and servers wait for each other.
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
});
