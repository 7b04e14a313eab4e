import { randomToken } from "../../base/bytes.ts";
import { dropOldest } from "../../base/drop-oldest.ts";
import type { Random } from "../../base/random.ts";

/** The ids and addresses (not the bytes) of the last 10,000 media that people have sent. */
export interface Media {
  /** The id of a medium that a person sends: the given one, or a new one of 64 characters. */
  sent(id: string | undefined): string;
  isKnown(id: string): boolean;
  pictureUrl(): string;
  md5(): string;
}

const maxIds = 10_000;

export function createMedia(random: Random): Media {
  const ids = new Set<string>();
  return {
    sent(given) {
      const id = given ?? randomToken(random, 48);
      ids.add(id);
      dropOldest(ids, maxIds);
      return id;
    },
    isKnown: (id) => ids.has(id),
    pictureUrl: () => `http://mmbiz.qpic.cn/mmbiz_jpg/${randomToken(random, 33)}/0`,
    md5: () => Buffer.from(random.bytes(16)).toString("hex"),
  };
}
