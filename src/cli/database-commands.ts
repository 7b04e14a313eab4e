import { type Command, configured } from "./command.ts";

/** The commands about the whole database and the signing keys in it. */
export const databaseCommands: readonly Command[] = [
  {
    name: "migrate",
    summary: "migrate the database to this version",
    details: ["`saoma serve` does the same by itself when it starts."],
    options: configured,
    run: async (values) => (await import("./migrate.ts")).run(values),
  },
  {
    name: "backup",
    summary: "back up the database, even while the service runs",
    details: [
      "One file with mode 0600, checked whole before it has its name; what was deleted is not in it. It holds people's",
      "openids and names, and the keys of access tokens, sealed with SAOMA_SECRET, which it does not hold.",
    ],
    word: { name: "file", help: "the file to write" },
    options: { ...configured, force: { help: "replace an existing file" } },
    run: async (values) => (await import("./backup.ts")).run(values),
  },
  {
    name: "restore",
    summary: "restore a backup, and sign everyone out",
    details: [
      "Asks first. The service must be stopped. A backup that is damaged or of a newer Saoma is refused, an older one is",
      "brought up to date. All sessions end, tokens and sign-ins under way too, so that what was ended since the backup",
      "does not live again. The database that stood there is kept beside. Interrupted, it leaves the one or the other.",
    ],
    word: { name: "file", help: "the backup", unless: "in-place" },
    options: {
      ...configured,
      "in-place": { help: "of a PostgreSQL that pg_restore has filled: sign everybody out" },
      yes: { help: "skip the confirmation" },
    },
    run: async (values) => (await import("./restore.ts")).run(values),
  },
  {
    name: "move",
    summary: "copy a SQLite database into the configured PostgreSQL",
    details: [
      "The service must be stopped. The file stays as it is, and must be of this version (`saoma migrate`); the PostgreSQL",
      "must be empty. All rows are there in the end, counted table by table, or none. Nobody is signed out: keep",
      "SAOMA_SECRET.",
    ],
    word: { name: "file", help: "the SQLite file" },
    options: configured,
    run: async (values) => (await import("./move-database.ts")).run(values),
  },
  {
    name: "keys rotate",
    summary: "rotate a signing key: of access tokens, or of ID tokens",
    details: [
      "The new key is published at once and used in six minutes; the old one stays published until the last token",
      "it signed is over. A running service picks it up by itself; nobody is signed out. Each key is rotated alone.",
    ],
    options: {
      ...configured,
      of: { value: "TOKENS", help: "access-tokens (the default), or id-tokens, which OpenID clients get" },
    },
    run: async (values) => (await import("./keys-rotate.ts")).run(values),
  },
];
