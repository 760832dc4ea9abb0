import { afterEach, beforeEach, describe, expect } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { acting } from './acting.ts';
import { cardRules } from './card-rules.ts';
import { claiming } from './claiming.ts';
import { consoleKeeping } from './console.ts';
import { disputing } from './disputing.ts';
import { fieldKeeping } from './fields.ts';
import { folding } from './folding.ts';
import { incidentKeeping } from './incidents.ts';
import { inspecting } from './inspecting.ts';
import { installing } from './installing.ts';
import { keeping } from './keeping.ts';
import { lanes } from './lanes.ts';
import { ledger } from './ledger.ts';
import { merging } from './merging.ts';
import { outcomes } from './outcomes.ts';
import { receiving } from './receiving.ts';
import { reconciling } from './reconciling.ts';
import { replyRules } from './reply-rules.ts';
import { routeChanging } from './route-changing.ts';
import { countedRight, type Database, type MakeDatabase, Scene } from './scene.ts';
import { silencing } from './silencing.ts';
import { subjects } from './subjects.ts';
import { using } from './using.ts';

/** What a test of the suite stands on: a fresh database, and a store opened on it. */
export interface Stage {
  readonly store: Store;
  readonly scene: Scene;
  readonly database: Database;
  /** Closes the store and opens the database again, as a restart does. */
  reopen(options?: Parameters<Database['open']>[0]): Promise<Store>;
}

/** The whole behaviour of a Store, for any engine. Each test has a fresh database; after each the counters must be true. */
export function describeStore(name: string, makeDatabase: MakeDatabase): void {
  describe(`store: ${name}`, () => {
    let database: Database;
    let store: Store;

    const stage: Stage = {
      get store() {
        return store;
      },
      get scene() {
        return new Scene(store);
      },
      get database() {
        return database;
      },
      async reopen(options) {
        await store.close();
        store = await database.open(options);
        return store;
      },
    };

    beforeEach(async () => {
      database = await makeDatabase();
      store = await database.open();
    });

    afterEach(async () => {
      const { counted, stored } = await countedRight(store);
      await store.close();
      await database.drop();
      expect(counted).toEqual(stored);
    });

    receiving(stage);
    claiming(stage);
    subjects(stage);
    cardRules(stage);
    replyRules(stage);
    merging(stage);
    lanes(stage);
    folding(stage);
    outcomes(stage);
    inspecting(stage);
    keeping(stage);
    acting(stage);
    fieldKeeping(stage);
    reconciling(stage);
    installing(stage);
    routeChanging(stage);
    silencing(stage);
    using(stage);
    incidentKeeping(stage);
    consoleKeeping(stage);
    ledger(stage);
    disputing(stage);
  });
}
