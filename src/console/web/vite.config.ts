import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, '../../../dist/web'),
    emptyOutDir: true,
    // The Content-Security-Policy allows no inline code, so nothing may be inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
});
