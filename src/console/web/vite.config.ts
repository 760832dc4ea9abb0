import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: join(import.meta.dirname, '../../../dist/web'),
    emptyOutDir: true,
    // The Content-Security-Policy allows no inline code, so nothing may be inlined.
    assetsInlineLimit: 0,
    // light-dark() and :has() stay as written: every browser since 2024 knows them.
    target: 'baseline-widely-available',
    cssTarget: ['chrome125', 'firefox125', 'safari17.5'],
    // The Block Kit renderer, loaded when the first message is drawn.
    chunkSizeWarningLimit: 1000,
  },
});
