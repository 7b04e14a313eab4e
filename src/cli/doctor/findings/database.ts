import { broken, good, type Kind, warning } from "./kind.ts";

/** What the doctor finds about the database and Redis. */
export const databaseFindings = {
  "database.good": good([
    "The database {path} can be written, is up to date, and has {free} left on its disk.",
    "数据库 {path} 可写，已是最新，磁盘还剩 {free}。",
  ]),
  "database.none": good([
    "There is no database at {path} yet; the service makes it when it starts.",
    "{path} 还没有数据库；服务启动时会建。",
  ]),
  "database.folder": broken(
    ["The database cannot be written: {why}.", "数据库写不进去：{why}。"],
    [
      "Give the service's user the folder, as in chown -R saoma {folder}, or run the doctor as that user.",
      "把目录给服务的用户，例如 chown -R saoma {folder}；或者用那个用户来运行 doctor。",
    ],
  ),
  "database.broken": broken(
    ["The database {path} cannot be used: {why}", "数据库 {path} 用不了：{why}"],
    [
      "Stop the service and run npx saoma restore with the last backup, or name another file in database.path.",
      "停掉服务，用最近的备份运行 npx saoma restore；或者在 database.path 里换一个文件。",
    ],
  ),
  "database.pending": warning(
    ["The database {path} lacks {count} migrations.", "数据库 {path} 还差 {count} 个迁移。"],
    ["Restart the service, or run npx saoma migrate.", "重启服务，或者运行 npx saoma migrate。"],
  ),
  "database.newer": broken(
    ["The database {path} was written by a newer Saoma.", "数据库 {path} 是更新的 Saoma 写的。"],
    [
      "Install that version again, or run npx saoma restore with a backup from before the upgrade.",
      "装回那个版本；或者用升级之前的备份运行 npx saoma restore。",
    ],
  ),
  "database.network": broken(
    [
      "The database {path} is on a network file system ({kind}), where SQLite loses data.",
      "数据库 {path} 在网络文件系统（{kind}）上，SQLite 在那里会丢数据。",
    ],
    ["Name a file on a local disk in database.path.", "在 database.path 里写一个本地磁盘上的文件。"],
  ),
  "database.busy": warning(
    ["Another process keeps the database {path} locked for a long time.", "另一个进程长时间占着数据库 {path}。"],
    ["See which one it is: fuser {path}.", "看看是哪个：fuser {path}。"],
  ),
  "database.low": warning(
    ["The disk of {path} has {free} left.", "{path} 所在的磁盘只剩 {free}。"],
    ["Free some disk space: sign-ins fail when the disk is full.", "腾出磁盘空间：磁盘满了就登录不了。"],
  ),
  "database.full": broken(
    ["The disk of {path} has {free} left.", "{path} 所在的磁盘只剩 {free}。"],
    ["Free some disk space: sign-ins fail when the disk is full.", "腾出磁盘空间：磁盘满了就登录不了。"],
  ),
  "postgres.good": good([
    "The database {name} (PostgreSQL {version}) is reachable, durable and up to date.",
    "数据库 {name}（PostgreSQL {version}）连得上，提交了就不会丢，已是最新。",
  ]),
  "postgres.away": broken(
    ["{why}", "{why}"],
    ["Until it is reached, the service answers 503.", "在连上之前，服务应答 503。"],
  ),
  "postgres.unsafe": broken(["{why}", "{why}"], ["Until then the service does not start.", "在那之前，服务不启动。"]),
  "postgres.foreign": broken(
    ["The database {name} has another program's tables.", "数据库 {name} 里有别的程序的表。"],
    [
      "Make one of Saoma's own: createdb --encoding=UTF8 --template=template0 saoma.",
      "给 Saoma 建一个专用的：createdb --encoding=UTF8 --template=template0 saoma。",
    ],
  ),
  "postgres.pending": warning(
    ["The database {name} lacks {count} migrations.", "数据库 {name} 还差 {count} 个迁移。"],
    ["Restart the service, or run npx saoma migrate.", "重启服务，或者运行 npx saoma migrate。"],
  ),
  "postgres.newer": broken(
    ["The database {name} was written by a newer Saoma.", "数据库 {name} 是更新的 Saoma 写的。"],
    [
      "Install that version again, or restore a dump from before the upgrade.",
      "装回那个版本；或者恢复升级之前的转储。",
    ],
  ),
  "postgres.asynchronous": warning(
    [
      "The database {name} has a standby that it does not wait for: when that one takes over, the last sign-ins are lost.",
      "数据库 {name} 有备库，但不等它：备库接管的时候，最后几次登录会丢。",
    ],
    [
      "Set synchronous_standby_names in postgresql.conf, or leave it if that is meant so.",
      "在 postgresql.conf 里设 synchronous_standby_names；本来就想这样的，不用管。",
    ],
  ),
  "postgres.secret": broken(
    [
      "A running instance on the database {name} has another SAOMA_SECRET than this configuration: sign-ins that reach both fail.",
      "数据库 {name} 上有一个运行中的实例，SAOMA_SECRET 和这份配置的不一样：先后落到两边的登录会失败。",
    ],
    [
      "Give all instances the same SAOMA_SECRET and restart them, or run the doctor with theirs.",
      "让所有实例用同一个 SAOMA_SECRET，再重启；或者用它们的密钥来运行 doctor。",
    ],
  ),
  "postgres.configuration": warning(
    [
      "A running instance on the database {name} has another configuration than this one.",
      "数据库 {name} 上有一个运行中的实例，配置和这一份不一样。",
    ],
    [
      "Restart the instances that run with an older file; during a deploy, wait for its end.",
      "还在用旧文件的实例，重启一下；正在发布的话，等发布完就好。",
    ],
  ),
  "postgres.connections": warning(
    [
      "PostgreSQL has {most} connections for everybody, and an instance may want {wanted}.",
      "PostgreSQL 一共只有 {most} 个连接，而一个实例可能要 {wanted} 个。",
    ],
    [
      "Raise max_connections there, or lower database.connections.",
      "调高那里的 max_connections，或者调低 database.connections。",
    ],
  ),
  "redis.good": good([
    "The Redis at {name} (version {version}) is reached: instances share hints and limits.",
    "{name} 上的 Redis（版本 {version}）连得上：各实例共用提示和限额。",
  ]),
  "redis.away": warning(
    ["{why}", "{why}"],
    [
      "Sign-ins go on meanwhile, with stricter limits that each instance counts by itself.",
      "这期间照常登录，只是各实例各自计数，限额更严。",
    ],
  ),
} as const satisfies Readonly<Record<string, Kind>>;
