/** The remarks and tags that an account has set for its people by API. */
export interface Notes {
  tags(appid: string): readonly Tag[];
  /** Adds a tag with the next free id. */
  addTag(appid: string, name: string): Tag;
  renameTag(appid: string, id: number, name: string): void;
  /** Deletes a tag, also from its people. */
  deleteTag(appid: string, id: number): void;
  of(person: string, appid: string): Note;
  change(person: string, appid: string, note: Partial<Note>): void;
}

export interface Tag {
  readonly id: number;
  readonly name: string;
}

export interface Note {
  readonly remark: string;
  readonly tagIds: readonly number[];
}

/** 星标组, which every account has. An account's own tags begin at 100. */
const starred: Tag = { id: 2, name: "星标组" };
const firstOwn = 100;

export function createNotes(): Notes {
  const tags = new Map<string, Tag[]>();
  const notes = new Map<string, Note>();
  const tagsOf = (appid: string): Tag[] => tags.get(appid) ?? [starred];
  const of = (person: string, appid: string): Note => notes.get(`${person} ${appid}`) ?? { remark: "", tagIds: [] };
  return {
    of,
    tags: tagsOf,
    addTag(appid, name) {
      const id = Math.max(firstOwn - 1, ...tagsOf(appid).map((tag) => tag.id)) + 1;
      tags.set(appid, [...tagsOf(appid), { id, name }]);
      return { id, name };
    },
    renameTag: (appid, id, name) =>
      void tags.set(
        appid,
        tagsOf(appid).map((tag) => (tag.id === id ? { id, name } : tag)),
      ),
    deleteTag(appid, id) {
      tags.set(
        appid,
        tagsOf(appid).filter((tag) => tag.id !== id),
      );
      for (const [key, note] of notes)
        if (key.endsWith(` ${appid}`)) notes.set(key, { ...note, tagIds: note.tagIds.filter((one) => one !== id) });
    },
    change: (person, appid, note) => void notes.set(`${person} ${appid}`, { ...of(person, appid), ...note }),
  };
}
