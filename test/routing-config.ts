import { type LoadResult, loadConfig } from '../src/config/load.ts';
import type { RoutingConfig } from '../src/route/compile.ts';
import { compileRoutes, type Router } from '../src/route/compile.ts';

const env = {
  STRIPE_WEBHOOK_SECRET: 'whsec_test',
  SLACK_BOT_TOKEN: 'xoxb-test',
};

/** Loads the text of a configuration file, with secrets from the environment. */
export function loadText(text: string, variables: Readonly<Record<string, string>> = env): LoadResult {
  return loadConfig({ file: 'tillbell.yaml', env: variables, cwd: '/nowhere', readFile: () => text });
}

const channels = `
channels: { finance: { id: C0FINANCE }, sales: { id: C0SALES }, ops: { id: C0OPS } }
`;

/** The routing part of a configuration with the channels finance, sales and ops; throws where it has faults. */
export function routing(text: string): RoutingConfig {
  const loaded = loadText(`${channels}${text}`);
  if (loaded.ok) return loaded.config;
  throw new Error(loaded.faults.map((fault) => `${fault.line}: ${fault.path}: ${fault.message}`).join('\n'));
}

export function routerOf(text: string, onFilterFailed: (route: string) => void = () => undefined): Router {
  const compiled = compileRoutes(routing(text), { onFilterFailed });
  if (compiled.ok) return compiled.router;
  throw new Error(compiled.faults.map((fault) => `${fault.path}: ${fault.message}`).join('\n'));
}
