import type { Clock } from "../base/clock.ts";
import type { TokenStore } from "../wechat/index.ts";

/** How a source's access token stands, in seconds; `age` where this process got it. */
export interface TokenAge {
  readonly source: string;
  readonly left: number;
  readonly age?: number;
}

/** The same store, which knows when this process got each token. */
export interface TokenAges extends TokenStore {
  ages(): Promise<TokenAge[]>;
}

export function createTokenAges(store: TokenStore, clock: Clock, appids: readonly string[]): TokenAges {
  const savedAt = new Map<string, number>();

  async function ageOf(source: string): Promise<TokenAge[]> {
    const [token, at] = [await store.load(source), savedAt.get(source)];
    if (!token) return [];
    const left = Math.max(0, token.expiresAt - clock.now()) / 1000;
    return [{ source, left, ...(at === undefined ? {} : { age: (clock.now() - at) / 1000 }) }];
  }

  return {
    load: (appid) => store.load(appid),
    async save(appid, token) {
      await store.save(appid, token);
      savedAt.set(appid, clock.now());
    },
    ages: async () => (await Promise.all(appids.map(ageOf))).flat(),
  };
}
